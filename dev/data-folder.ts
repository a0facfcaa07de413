import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where `npm start` keeps its database and its secrets: `.local`, or `DATA_DIR` from the process environment. */
export const dataFolder = resolve(
  process.env['DATA_DIR'] ?? fileURLToPath(new URL('../.local', import.meta.url)),
);
