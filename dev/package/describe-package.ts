import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { packageEntries, root } from './package-entries.ts';

const Project = v.object({
  name: v.string(),
  version: v.string(),
  license: v.string(),
  dependencies: v.record(v.string(), v.string()),
});

const {
  name,
  version,
  license,
  dependencies: tried,
} = v.parse(Project, JSON.parse(readFileSync(`${root}package.json`, 'utf8')));

/** Frameworks are asked for by their types alone, and only by those who use one. The oldest whose types have what ours name. */
const frameworks = { '@types/react': '>=19', svelte: '>=4', vue: '>=3.5' };

/** Packages that may stay imports of the package: what it is tried with, and any later one of the same major. */
export const mayDependOn: ReadonlySet<string> = new Set(Object.keys(tried));

/**
 * The package.json of the package.
 * @param imported what its modules and its types import
 */
export function describePackage(imported: ReadonlySet<string>): object {
  const dependencies = [...imported].filter((dependency) => mayDependOn.has(dependency)).sort();
  return {
    name,
    version,
    description: 'An embeddable AI chat for any website, as a custom element: <paynless-chat>.',
    license,
    keywords: ['ai', 'chat', 'chatbot', 'custom-element', 'lit', 'web-component', 'widget'],
    type: 'module',
    sideEffects: packageEntries
      .filter(({ hasSideEffects }) => hasSideEffects)
      .map(({ module }) => `./${module}.js`),
    exports: {
      ...Object.fromEntries(
        packageEntries.map(({ path, module }) => [
          path,
          { types: `./${module}.d.ts`, default: `./${module}.js` },
        ]),
      ),
      './custom-elements.json': './custom-elements.json',
      './package.json': './package.json',
    },
    types: './widget/npm/index.d.ts',
    customElements: 'custom-elements.json',
    dependencies: Object.fromEntries(
      dependencies.map((dependency) => [dependency, `^${tried[dependency] ?? ''}`]),
    ),
    peerDependencies: frameworks,
    peerDependenciesMeta: Object.fromEntries(
      Object.keys(frameworks).map((framework) => [framework, { optional: true }]),
    ),
  };
}
