import { mkdtempSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

const strict: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
  jsx: ts.JsxEmit.ReactJSX,
};

/** The two ways in which sites resolve packages. */
export const resolutions = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
} satisfies Record<string, ts.CompilerOptions>;

/**
 * Compiles files in a project, strictly, and our declarations with them; nobody else's, which takes far longer.
 * @param project where packages are found
 * @returns what the compiler says, by file: an empty list for one that it accepts
 */
export function compile(
  project: string,
  files: Readonly<Record<string, string>>,
  options: ts.CompilerOptions = resolutions.bundler,
): Map<string, string[]> {
  const folder = mkdtempSync(join(project, 'compile-'));
  for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
  const paths = Object.keys(files).map((name) => join(folder, name));
  const program = ts.createProgram(paths, { ...strict, ...options });
  const found = new Map(Object.keys(files).map((name): [string, string[]] => [name, []]));
  for (const source of program.getSourceFiles()) {
    // Of declarations, only our own are ours to mend.
    const isOurs = source.fileName.startsWith(folder) || source.fileName.includes('/paynless-chat/');
    if (!isOurs) continue;
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    if (problems.length === 0) continue;
    const texts = problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    found.set(basename(source.fileName), texts);
  }
  return found;
}
