import { rmSync } from 'node:fs';
import { dataFolder } from './data-folder.ts';

// `npm run reset`: empties the embedded database and forgets its secrets, so that the next start begins anew.

rmSync(dataFolder, { recursive: true, force: true });
console.log(`Emptied ${dataFolder}`);
