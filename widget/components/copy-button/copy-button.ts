import { html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import Check from 'lucide/dist/esm/icons/check.mjs';
import Copy from 'lucide/dist/esm/icons/copy.mjs';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { copyText } from './copy-text.ts';
import { copyButtonStyles } from './copy-button.styles.ts';

/**
 * @summary Copies a text, and says so until the pointer or the focus leaves.
 * @csspart copy - The button.
 */
export class CopyButton extends LitElement {
  static override styles = [foundation, button, copyButtonStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** What is copied. */
  @property({ attribute: false }) text = '';

  @state() private isCopied = false;

  protected override render(): TemplateResult {
    return html`<button
        class="icon-button"
        part="copy"
        type="button"
        aria-label=${this.words.copyCode}
        title=${this.words.copyCode}
        @click=${this.#copy}
        @blur=${this.#reset}
        @pointerleave=${this.#reset}
      >
        ${icon(this.isCopied ? Check : Copy, 16)}
      </button>
      <span class="visually-hidden" role="status">${this.isCopied ? this.words.copied : ''}</span>`;
  }

  readonly #copy = async (): Promise<void> => {
    // Where the page may not write to the clipboard nothing was copied, and nothing says that it was.
    this.isCopied = await copyText(this.text);
  };

  readonly #reset = (): void => {
    this.isCopied = false;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-copy-button': CopyButton;
  }
}
