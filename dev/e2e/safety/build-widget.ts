import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/**
 * Builds the widget as it is deployed, into a folder of its own.
 *
 * Vite takes the libraries' development versions where `NODE_ENV` is anything but `production`, and test runners set it to
 * `test`.
 */
export async function buildWidget(): Promise<{ folder: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'paynless-widget-'));
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await build({ mode: 'widget', logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
  } finally {
    process.env['NODE_ENV'] = before;
  }
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
