import type ts from 'typescript';

/** What the analyzer exports beside its types. It reads trees of its own TypeScript only. */
declare module '@custom-elements-manifest/analyzer' {
  export function create(options: {
    modules: readonly ts.SourceFile[];
    plugins: readonly unknown[];
  }): unknown;
  const own: typeof ts;
  export { own as ts };
}
