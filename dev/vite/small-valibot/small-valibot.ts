import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const small = fileURLToPath(new URL('./valibot.ts', import.meta.url));

/**
 * Puts what the contract uses of valibot in the place of valibot, without the reasons that it collects for what does not fit. Asking
 * for something that is not in there fails the build.
 */
export function smallValibot(): Plugin {
  return {
    name: 'paynless:small-valibot',
    apply: 'build',
    enforce: 'pre',
    resolveId: { filter: { id: /^valibot$/ }, handler: () => small },
    // Said where they are made, too: what is not used of them is left out, however deep they are nested.
    transform: {
      filter: { id: /\/protocol\/[^/]+\.ts$/ },
      handler: (code) => code.replace(/\bv\.(?!parse|safeParse)(?=[a-z]\w*\()/gi, '/* @__PURE__ */ v.'),
    },
    onLog(_level, { code, message }) {
      // Only a warning to the bundler, and a call of nothing in the page.
      if (code === 'IMPORT_IS_UNDEFINED') throw new Error(message);
    },
  };
}
