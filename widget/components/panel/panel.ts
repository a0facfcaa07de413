import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import SquarePen from 'lucide/dist/esm/icons/square-pen.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import { SheetController } from '../../controllers/sheet-controller.ts';
import { VisualViewportController } from '../../controllers/visual-viewport-controller.ts';
import { RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { panelStyles, sheetQuery } from './panel.styles.ts';

/**
 * @summary The frame of the chat: a header, the conversation, and below it whatever belongs to writing.
 * @slot - The conversation.
 * @slot footer - The composer and what stands by it.
 * @fires paynless-request - `new-chat`, `close`.
 * @csspart header - The bar on top.
 * @csspart title - What the chat is called.
 * @csspart header__button - Each button of the header.
 * @csspart footer - The area of the composer.
 */
export class Panel extends LitElement {
  static override styles = [foundation, button, panelStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** What the chat is called. */
  @property() heading = '';

  /** Floats over the page and can be closed; else it is a part of the page. */
  @property({ type: Boolean, reflect: true }) floating = false;

  /** Whether a floating panel is shown. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** There is a conversation that a new one would replace. */
  @property({ type: Boolean }) started = false;

  readonly #sheet = new SheetController(this, sheetQuery);

  constructor() {
    super();
    new VisualViewportController(this);
  }

  protected override render(): TemplateResult {
    const isModal = this.floating && this.#sheet.isSheet;
    return html`<section
      class="frame"
      role=${this.floating ? 'dialog' : 'region'}
      aria-modal=${isModal ? 'true' : nothing}
      aria-labelledby="title"
      @keydown=${this.#handleKeydown}
    >
      <div class="header" part="header">
        <h2 class="title" id="title" part="title">${this.heading || this.words.heading}</h2>
        ${this.started ? this.#renderButton('new-chat', this.words.newChat, SquarePen) : nothing}
        ${this.floating ? this.#renderButton('close', this.words.closeChat, X) : nothing}
      </div>
      <slot></slot>
      <div class="footer" part="footer"><slot name="footer"></slot></div>
    </section>`;
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (this.floating) this.#sheet.handleKeydown(event);
  }

  #renderButton(type: 'new-chat' | 'close', label: string, node: typeof X): TemplateResult {
    const handleClick = (): boolean => this.dispatchEvent(new RequestEvent({ type }));
    return html`<button
      class="icon-button"
      part="header__button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${handleClick}
    >
      ${icon(node)}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-panel': Panel;
  }
}
