import { LitElement } from 'lit';
import { property, state } from 'lit/decorators.js';
import { isKnownLanguage } from './known-language.ts';

/** A longer block stays plain: to read and to draw it would take longer than a frame has. In UTF-16 units. */
const lengthMax = 10_000;

/** So does one with a longer line: grammars read a word again from each of its letters. */
const longLine = /^.{1001}/m;

/** Whether there is a grammar for it, and time. */
const canBeColoured = ({ code, language }: HighlightedCode): boolean =>
  code.length <= lengthMax && !longLine.test(code) && isKnownLanguage(language);

/**
 * @summary The text of a block of code, in colour once it has been seen and the page has nothing better to do. It renders
 * beside itself and not into a shadow root, so that a selection can run through it. Whatever fails, the text stays.
 */
export class HighlightedCode extends LitElement {
  /** The code. It does not change: an element is made for a block that has ended. */
  @property({ attribute: false }) code = '';

  /** As it was written behind the fence. */
  @property({ attribute: false }) language = '';

  @state() private coloured: unknown;

  readonly #seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) void this.#colour();
  });

  constructor() {
    super();
    this.addController({
      hostConnected: () => {
        if (this.coloured === undefined && canBeColoured(this)) this.#seen.observe(this);
      },
      hostDisconnected: () => {
        this.#seen.disconnect();
      },
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): unknown {
    return this.coloured ?? this.code;
  }

  async #colour(): Promise<void> {
    this.#seen.disconnect();
    try {
      const { highlight } = await import('./highlight.ts');
      this.coloured = await highlight(this);
    } catch {
      // It could not be loaded, or can't read this: plain code is code.
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-code': HighlightedCode;
  }
}
