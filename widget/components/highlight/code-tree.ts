import type { Emitter } from '@highlightjs/cdn-assets/es/core.min.js';

/** A piece of code: text, or pieces with a meaning. */
export type CodePiece = string | { readonly scope: string; readonly pieces: readonly CodePiece[] };

/** Takes what the grammar finds as a tree. The highlighter's own would write markup. */
export class CodeTree implements Emitter {
  readonly pieces: CodePiece[] = [];
  readonly #open: CodePiece[][] = [this.pieces];

  addText(text: string): void {
    if (text !== '') this.#open.at(-1)?.push(text);
  }

  openNode(scope: string): void {
    const pieces: CodePiece[] = [];
    this.#open.at(-1)?.push({ scope, pieces });
    this.#open.push(pieces);
  }

  closeNode(): void {
    if (this.#open.length > 1) this.#open.pop();
  }

  startScope(scope: string): void {
    this.openNode(scope);
  }

  endScope(): void {
    this.closeNode();
  }

  /** What stands in another language, such as a script in a page. */
  __addSublanguage(tree: Emitter): void {
    if (tree instanceof CodeTree) this.#open.at(-1)?.push(...tree.pieces);
  }

  finalize(): void {
    this.#open.length = 1;
  }

  toHTML(): string {
    return '';
  }
}
