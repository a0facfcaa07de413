import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Tests of the worker run inside workerd, against a real Supabase Lite and the model server. */
export default defineConfig({
  root: here('.'),
  cacheDir: here('../node_modules/.cache/vite-worker'),
  plugins: [
    cloudflareTest({ main: here('testing/main.ts'), wrangler: { configPath: here('../wrangler.toml') } }),
  ],
  test: {
    name: 'worker',
    include: ['**/*.test.ts'],
    globalSetup: here('testing/global-setup.ts'),
    // One workerd and one Postgres on two cores: files side by side would only wait for each other.
    fileParallelism: false,
    // Modules are loaded once and not once a file, which takes a third of the time. `index.ts` alone keeps
    // state: a test that needs it new resets the modules.
    isolate: false,
    testTimeout: 20_000,
  },
});
