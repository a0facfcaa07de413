import { buildPackage } from './build-package.ts';
import { root } from './package-entries.ts';

// `npm run build:package`: what `npm publish dist/package` would send.
await buildPackage(`${root}dist/package`);
