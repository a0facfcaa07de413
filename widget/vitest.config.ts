import { defineConfig } from 'vitest/config';

/** What of the widget needs no browser. Everything that renders is tested in Chromium: see web-test-runner.config.mjs. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../node_modules/.cache/vite-widget',
  test: {
    name: 'widget-engine',
    include: ['{api,stores,session,i18n}/**/*.test.ts'],
    environment: 'node',
  },
});
