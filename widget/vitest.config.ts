import { defineConfig } from 'vitest/config';

/** What of the widget needs no browser. Everything that renders is tested in Chromium: see web-test-runner.config.mjs. */
export default defineConfig({
  test: {
    name: 'widget-engine',
    root: import.meta.dirname,
    include: ['{api,stores,session,i18n}/**/*.test.ts'],
    environment: 'node',
  },
});
