import { defineConfig } from 'vitest/config';

/** `npm run test:package`: the packed package, as those who install it meet it. */
export default defineConfig({
  root: import.meta.dirname,
  cacheDir: '../../node_modules/.cache/vite-package',
  test: {
    name: 'package',
    globalSetup: './install-package.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
