import { rmSync } from 'node:fs';
import { dataFolder, takeDataFolder } from './data-folder.ts';

// `npm run reset`: empties the embedded database and forgets its secrets, so that the next start begins anew.

try {
  takeDataFolder(dataFolder);
  rmSync(dataFolder, { recursive: true });
  console.log(`Emptied ${dataFolder}`);
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : String(cause));
  process.exitCode = 1;
}
