import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { packageEntries, root } from './package-entries.ts';

/** A declaration as it is published: beside its module, with imports of modules instead of sources. */
interface Declaration {
  readonly text: string;
  readonly specifiers: readonly string[];
}

/**
 * Writes the types of the package: what its entries lead to, and no other file of the widget.
 * @throws Error when a source has errors
 */
export function buildDeclarations(folder: string): Set<string> {
  const emitted = emitDeclarations();
  const reached = new Map<string, Declaration>();
  const queue = packageEntries.map(({ module }) => `${module}.d.ts`);
  for (const path of queue) {
    if (reached.has(path)) continue;
    const declaration = publish(emitted, path);
    reached.set(path, declaration);
    const relatives = declaration.specifiers.filter((specifier) => specifier.startsWith('.'));
    queue.push(...relatives.map((specifier) => join(dirname(path), specifier.replace(/\.ts$/, '.d.ts'))));
  }
  for (const [path, { text }] of reached) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return new Set([...reached.values()].flatMap(({ specifiers }) => specifiers));
}

/** Every declaration of the program, by its path from the root. */
function emitDeclarations(): Map<string, string> {
  const read: { config?: unknown } = ts.readConfigFile(join(root, 'widget/tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  );
  const { options, fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, join(root, 'widget'));
  const ambient = fileNames.filter((path) => path.endsWith('.d.ts'));
  const program = ts.createProgram(
    [...ambient, ...packageEntries.map(({ module }) => join(root, `${module}.ts`))],
    {
      ...options,
      composite: false,
      incremental: false,
      declaration: true,
      stripInternal: true,
      outDir: root,
    },
  );
  const files = new Map<string, string>();
  const { diagnostics } = program.emit(undefined, (path, text) => files.set(relative(root, path), text));
  const errors = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (errors.length > 0) {
    throw new Error(
      ts.formatDiagnostics(errors, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => root,
        getNewLine: () => '\n',
      }),
    );
  }
  return files;
}

/** TypeScript leaves the extension of sources in declarations: https://github.com/microsoft/TypeScript/issues/61037 */
function publish(emitted: ReadonlyMap<string, string>, path: string): Declaration {
  const text = emitted.get(path);
  if (text === undefined) throw new Error(`${path} was not made`);
  const { importedFiles } = ts.preProcessFile(text);
  // The position is that of the opening quote.
  const sources = importedFiles.filter(({ fileName }) => /^\.{1,2}\/.*\.ts$/.test(fileName));
  const changed = sources
    .toSorted((one, other) => other.pos - one.pos)
    .reduce((result, { fileName, pos }) => {
      const start = pos + 1;
      const name = fileName.replace(/\.ts$/, '.js');
      return result.slice(0, start) + name + result.slice(start + fileName.length);
    }, text);
  return { text: changed, specifiers: importedFiles.map(({ fileName }) => fileName) };
}
