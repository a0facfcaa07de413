import { startVitest } from 'vitest/node';

/* `npm run snapshots:update`: takes the pictures anew. Look at each of them before they are kept. */

process.env['UPDATE_SNAPSHOTS'] = '1';
await startVitest(['dev/e2e/snapshots'], { project: 'pages', run: true });
