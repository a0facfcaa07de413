import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// `npm run reset`: empties the embedded database and forgets its secrets, so that the next start begins anew.

rmSync(new URL('../.local', import.meta.url), { recursive: true, force: true });
console.log(`Emptied ${fileURLToPath(new URL('../.local', import.meta.url))}`);
