/** What reads Lit's decorators; the analyzer's own command adds it with `--litelement`. */
declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): unknown[];
}
