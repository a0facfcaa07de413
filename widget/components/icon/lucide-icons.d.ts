// Lucide publishes types for its whole set only; one file an icon keeps the other 1,700 out of tests and bundles.
declare module 'lucide/dist/esm/icons/*.mjs' {
  import type { IconNode } from 'lucide';
  const node: IconNode;
  export default node;
}
