import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { fileURLToPath } from 'node:url';
import { chromiumFlags, findChromium } from './dev/browser/find-chromium.ts';

/** Vite replaces `process.env.NODE_ENV` in nanostores; nobody does so for these tests. */
const testRunnerHtml = (framework) => `<!doctype html>
<html lang="en">
  <script>globalThis.process = { env: {} };</script>
  <script type="module" src="${framework}"></script>
</html>`;

/** The widget's tests, in a real Chromium: components, Markdown, the element. What needs no browser runs in Vitest. */
export default {
  files: 'widget/{markdown,styles,components,controllers,paynless-chat}/**/*.test.ts',
  nodeResolve: { exportConditions: ['browser', 'development'] },
  // Chromium draws no frames in a page that is not in front, and these tests wait for frames.
  concurrency: 1,
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChromium(), args: chromiumFlags } })],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./widget/tsconfig.json', import.meta.url)),
    }),
  ],
  filterBrowserLogs: ({ args }) => !String(args[0]).startsWith('Lit is in dev mode'),
  testRunnerHtml,
  testFramework: { config: { timeout: 10_000 } },
};
