import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

interface Entry {
  /** What a site imports, as `exports` of package.json has it. */
  readonly path: string;
  /** Its source, without the extension: the package is laid out as the sources are. */
  readonly module: string;
  /** Importing it changes the page; of all others a bundler may drop what is not used. */
  readonly hasSideEffects: boolean;
}

/** What the npm package offers. */
export const packageEntries: readonly Entry[] = [
  { path: '.', module: 'widget/npm/index', hasSideEffects: false },
  { path: './define', module: 'widget/npm/define', hasSideEffects: true },
  { path: './react', module: 'widget/npm/react', hasSideEffects: false },
  { path: './vue', module: 'widget/npm/vue', hasSideEffects: false },
  { path: './svelte', module: 'widget/npm/svelte', hasSideEffects: false },
];
