// highlight.js as modules, for browsers: https://github.com/highlightjs/cdn-release. It publishes no types for them.
declare module '@highlightjs/cdn-assets/es/core.min.js' {
  /** What the grammar found, piece by piece (highlight.js, `lib/token_tree.js`). */
  export interface Emitter {
    addText(text: string): void;
    startScope(scope: string): void;
    endScope(): void;
    openNode(scope: string): void;
    closeNode(): void;
    finalize(): void;
    toHTML(): string;
    __addSublanguage(emitter: Emitter, name: string): void;
  }

  export interface Highlighter {
    newInstance(): Highlighter;
    configure(options: { __emitter: new () => Emitter }): void;
    registerLanguage(name: string, grammar: unknown): void;
    getLanguage(name: string): unknown;
    highlight(
      code: string,
      options: { language: string; ignoreIllegals: boolean },
    ): { _emitter: Emitter; errorRaised?: Error };
  }

  const core: Highlighter;
  export default core;
}

declare module '@highlightjs/cdn-assets/es/languages/*.min.js' {
  const grammar: unknown;
  export default grammar;
}
