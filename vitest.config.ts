import { defineConfig } from 'vitest/config';

/** Each part of the house tests itself; a project is run alone with `vitest run --project NAME`. */
export default defineConfig({
  cacheDir: 'node_modules/.cache/vite',
  test: {
    projects: [
      { test: { name: 'protocol', include: ['protocol/**/*.test.ts'] } },
      {
        test: {
          name: 'dev',
          include: ['dev/**/*.test.ts'],
          exclude: ['dev/e2e/**', 'dev/races/**', 'dev/faults/**', 'dev/clients/**', 'dev/package/**'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      './widget/vitest.config.ts',
      './worker/vitest.config.ts',
      './dev/package/vitest.config.ts',
      {
        test: {
          name: 'e2e',
          include: ['dev/e2e/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'features',
          include: ['dev/e2e/features/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'pages',
          include: ['dev/e2e/{safety,snapshots}/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'clients',
          include: ['dev/clients/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'races',
          include: ['dev/races/**/*.test.ts'],
          globalSetup: 'dev/races/global-setup.ts',
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          expect: { poll: { timeout: 30_000 } },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['dev/faults/**/*.test.ts'],
          testTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
