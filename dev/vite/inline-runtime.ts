import type { Plugin } from 'vite';

/** What rolldown writes: short names, minified or not. */
const importing = /import\s*\{([^}]*)\}\s*from\s*["']\.\/rolldown-runtime-[^"']+["'];?/;
const exporting = /export\s*\{([^}]*)\};?/;

/**
 * Puts rolldown's runtime, which is one short function, into the chunks that use it. As a chunk of its own it is a request
 * more, one that a browser learns of only from the file that waits for it, and rolldown lets no group have it.
 */
export function inlineRuntime(): Plugin {
  return {
    name: 'paynless:inline-runtime',
    apply: 'build',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const runtime = chunks.find(({ name }) => name === 'rolldown-runtime');
      if (!runtime) return;
      const body = runtime.code.replace(exporting, (_statement, names: string) => {
        return `return{${names.replaceAll(/(\S+) as (\S+)/g, '$2:$1')}}`;
      });
      for (const chunk of chunks) {
        if (!chunk.imports.includes(runtime.fileName)) continue;
        const code = chunk.code.replace(importing, (_statement, names: string) => {
          return `var{${names.replaceAll(' as ', ':')}}=(()=>{${body}})();`;
        });
        if (code === chunk.code) this.error(`The runtime in ${chunk.fileName} is not imported as it was.`);
        chunk.code = code;
        chunk.imports = chunk.imports.filter((name) => name !== runtime.fileName);
      }
      Reflect.deleteProperty(bundle, runtime.fileName);
    },
  };
}
