import { build, type Rolldown } from 'vite';
import { minifyLiterals } from '../vite/minify-literals.ts';
import { packageEntries, root } from './package-entries.ts';

/** The package that an import names; null for a file. */
export function packageOf(specifier: string): string | null {
  return /^(?:@[^/]+\/)?[^/.\0@][^/:]*(?=\/|$)/.exec(specifier)?.[0] ?? null;
}

/** Icons and the compiler's own helpers are built in, under paths that npm does not leave out. */
function fileNameOf(name: string): string {
  const [, builtIn] = /(?:node_modules|_virtual)\/(?:.*\/)?([\w.-]+?)(?:\.m?js)?$/.exec(name) ?? [];
  return builtIn ? `built-in/${builtIn}.js` : `${name}.js`;
}

/**
 * Builds the modules of the package, one for each source, so that a bundler drops what is not used and what is loaded on
 * demand stays so.
 * @param folder where they are written; whatever was there is gone
 * @param external packages that stay imports
 * @returns those that are imported
 */
export async function buildCode(folder: string, external: ReadonlySet<string>): Promise<Set<string>> {
  const outputs = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'warn',
    plugins: [minifyLiterals()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      minify: false,
      // The notices of what is built in.
      license: { fileName: 'licenses.md' },
      lib: {
        entry: Object.fromEntries(packageEntries.map(({ module }) => [module, `${root}${module}.ts`])),
        formats: ['es'],
      },
      rolldownOptions: {
        external: (id) => external.has(packageOf(id) ?? ''),
        output: {
          preserveModules: true,
          preserveModulesRoot: root,
          entryFileNames: ({ name }) => fileNameOf(name),
        },
      },
    },
  });
  return importedPackages([outputs].flat().flatMap((output) => ('output' in output ? output.output : [])));
}

function importedPackages(files: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): Set<string> {
  const own = new Set(files.map(({ fileName }) => fileName));
  const chunks = files.filter((file) => file.type === 'chunk');
  const imports = chunks.flatMap((chunk) => [...chunk.imports, ...chunk.dynamicImports]);
  return new Set(imports.filter((id) => !own.has(id)).flatMap((id) => packageOf(id) ?? []));
}
