import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyze } from '../manifest/analyze.ts';
import { buildCode, packageOf } from './build-code.ts';
import { buildDeclarations } from './build-declarations.ts';
import { describePackage, mayDependOn } from './describe-package.ts';
import { root } from './package-entries.ts';

/**
 * Builds the npm package: modules, types, the manifest, and what describes them.
 * @param folder where it is written; whatever was there is gone
 */
export async function buildPackage(folder: string): Promise<void> {
  const imported = await buildCode(folder, mayDependOn);
  for (const specifier of buildDeclarations(folder)) imported.add(packageOf(specifier) ?? '');
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(describePackage(imported), null, 2)}\n`);
  writeFileSync(join(folder, 'custom-elements.json'), JSON.stringify(analyze()));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  copyFileSync(join(root, 'docs/element.md'), join(folder, 'README.md'));
}
