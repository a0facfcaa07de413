import { minifyHTMLLiterals, type Options } from 'minify-literals';
import type { Plugin } from 'vite';

const options: Options = {
  // White space is made shorter and never taken away: between two words in a row it can be seen.
  html: {
    collapseWhitespace: true,
    conservativeCollapse: true,
    removeComments: true,
    minifyCSS: false,
    minifyJS: false,
  },
  // Without targets nothing is rewritten for older browsers: what they get the style sheets say themselves.
  // Numbers keep six digits: a longer `z-index` would be another one.
  css: { minify: true },
};

/** Minifies what stands in the widget's `html`, `svg` and `css` literals, which to a minifier of scripts are just strings. */
export function minifyLiterals(): Plugin {
  return {
    name: 'paynless:minify-literals',
    apply: 'build',
    transform: {
      filter: { id: /\/widget\/.*\.ts$/, code: /\b(?:html|svg|css)`/ },
      handler: (code, fileName) => minifyHTMLLiterals(code, { ...options, fileName }),
    },
  };
}
