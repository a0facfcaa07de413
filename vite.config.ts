import { cloudflare } from '@cloudflare/vite-plugin';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type UserConfig } from 'vite';
import { assetHeaders } from './dev/vite/asset-headers.ts';
import { inlineRuntime } from './dev/vite/inline-runtime.ts';
import { minifyLiterals } from './dev/vite/minify-literals.ts';
import { onlyLexer } from './dev/vite/only-lexer.ts';
import { smallValibot } from './dev/vite/small-valibot/small-valibot.ts';
import { siteAddresses } from './dev/vite/site-addresses.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

/** The built widget: the site is built with it as its public folder. */
const widgetFolder = 'dist/widget';

/** The example pages, by the name of their folder. */
const pages = readdirSync(new URL('./examples/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const browsers = ['chrome111', 'edge111', 'firefox114', 'safari16.4'];

/**
 * What a host page loads, built apart from everything else, so that nothing shared with the example pages is split off
 * from it: one small entry under a fixed name, the rest in hashed chunks, asked for by relative addresses.
 */
const widget: UserConfig = {
  root,
  publicDir: false,
  // A build of a library leaves this to whoever bundles it; nobody bundles ours again.
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [minifyLiterals(), onlyLexer(), smallValibot(), inlineRuntime(), assetHeaders()],
  build: {
    outDir: widgetFolder,
    // The code carries no comments, so the notices of what is inside it stand beside it.
    license: { fileName: 'licenses.md' },
    target: browsers,
    // As a library: an application's build would put Vite's preloading of CSS and chunks around every import().
    lib: { entry: { 'paynless-chat': `${root}widget/index.ts` }, formats: ['es'] },
    rolldownOptions: {
      preserveEntrySignatures: false,
      output: {
        minify: true,
        comments: false,
        entryFileNames: '[name].js',
        chunkFileNames: 'assets/[name]-[hash].js',
        // In the order in which they are wanted. What several need stays with the first of them: a file of its own would be one more
        // to ask for.
        codeSplitting: {
          groups: [
            { name: 'paynless-chat', test: /widget\/index\.ts$/, priority: 4 },
            { name: 'panel', test: /paynless-chat\/panel\.ts$/, priority: 3 },
            {
              name: 'conversation',
              // The last two belong to the list of chats and to answers, and neither may wait for the other.
              test: /(paynless-chat\/conversation|stores\/follower|panel\/follow-sheet|http-chat-management-api)\.ts$|icons\/pencil\.mjs$/,
              priority: 2,
            },
            { name: 'answer-parts', test: /answer-parts\.ts$/, priority: 1 },
          ],
        },
      },
    },
  },
};

/** The example pages, and in development the widget from its source. `npm start` adds the Worker and Supabase. */
export const site = {
  root,
  appType: 'mpa',
  plugins: [siteAddresses(pages)],
  build: { target: browsers, modulePreload: false },
  optimizeDeps: { entries: ['widget/index.ts', 'examples/*/index.html'] },
  environments: {
    // The Worker, by its name in wrangler.toml.
    paynless_chat: { build: { minify: true } },
    client: {
      build: {
        rolldownOptions: {
          input: Object.fromEntries(pages.map((name) => [name, `${root}examples/${name}/index.html`])),
        },
      },
    },
  },
} satisfies UserConfig;

export default defineConfig(({ mode }) =>
  mode === 'widget'
    ? widget
    : { ...site, publicDir: widgetFolder, plugins: [...site.plugins, cloudflare({ inspectorPort: false })] },
);
