import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { IconNode } from 'lucide';
import RotateCcwClock from 'lucide/dist/esm/icons/rotate-ccw-clock.mjs';
import SquarePen from 'lucide/dist/esm/icons/square-pen.mjs';
import X from 'lucide/dist/esm/icons/x.mjs';
import { type PanelSize, type Request, RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { panelStyles, sheetQuery } from './panel.styles.ts';

/** From this width on, in CSS pixels, an overlay stands beside the conversation of an inline chat. */
export const wideMin = 720;

/**
 * @summary The frame of the chat: a header, the conversation, and below it whatever belongs to writing.
 * @slot - The conversation.
 * @slot header - More of the site's own, between the title and the buttons.
 * @slot overlay - What covers all of it for a while, such as the list of chats.
 * @slot footer - The composer and what stands by it.
 * @fires paynless-request - `open-history`, `close-history`, `new-chat`, `resize`, `close`.
 * @csspart header - The bar on top.
 * @csspart title - What the chat is called.
 * @csspart header__button - Each button of the header.
 * @csspart footer - The area of the composer.
 * @csspart resize-handle - What a floating panel is made larger and smaller with.
 */
export class Panel extends LitElement {
  static override styles = [foundation, button, panelStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** What the site calls the chat. */
  @property() heading = '';

  /** What the conversation is called, once it has a title. */
  @property({ attribute: false }) chatTitle: string | null = null;

  /** Floats over the page and can be closed; else it is a part of the page. */
  @property({ type: Boolean, reflect: true }) floating = false;

  /** Whether a floating panel is shown. */
  @property({ type: Boolean, reflect: true }) open = false;

  /** There is a conversation that a new one would replace. */
  @property({ type: Boolean }) started = false;

  /** There are chats to come back to. */
  @property({ type: Boolean, attribute: 'has-history' }) hasHistory = false;

  /** How large a person made a floating panel; null is the size that it has by itself. */
  @property({ attribute: false }) size: PanelSize | null = null;

  /** What stands in the overlay, and whether there is room for it beside the conversation. */
  @state() private overlay: 'none' | 'over' | 'beside' = 'none';

  readonly #screen = matchMedia(sheetQuery);
  #isFollowed = false;
  readonly #width = new ResizeObserver(() => {
    this.#placeOverlay();
  });

  constructor() {
    super();
    const follow = (): void => {
      this.requestUpdate('open');
    };
    this.addController({
      hostConnected: () => {
        this.#screen.addEventListener('change', follow);
      },
      hostDisconnected: () => {
        this.#screen.removeEventListener('change', follow);
      },
    });
  }

  /** It fills a small screen. */
  get #isSheet(): boolean {
    return this.floating && this.#screen.matches;
  }

  protected override updated(changes: PropertyValues<this>): void {
    if (changes.has('size')) this.#applySize(this.size);
    if (changes.has('open') && this.open && this.#isSheet) void this.#followSheet();
  }

  protected override render(): TemplateResult {
    const { words, floating, overlay } = this;
    const title = [this.chatTitle, this.heading].find(Boolean) ?? words.heading;
    return html`<section
      class=${overlay === 'beside' ? 'frame frame--wide' : 'frame'}
      role=${floating ? 'dialog' : 'region'}
      aria-modal=${this.#isSheet ? 'true' : nothing}
      aria-label=${title}
    >
      <slot name="overlay" @slotchange=${this.#followOverlay}></slot>
      <div class="main" ?inert=${overlay === 'over'}>
        <div class="header" part="header">
          <h2 class="title" part="title" dir="auto">${title}</h2>
          <slot name="header"></slot>
          ${
            floating && !this.#isSheet
              ? html`<paynless-resize-handle
                  exportparts="resize-handle, header__button"
                  .words=${words}
                  .size=${this.size}
                  .panel=${this}
                  .applySize=${this.#applySize}
                ></paynless-resize-handle>`
              : nothing
          }
          ${this.hasHistory ? this.#renderHistoryButton() : nothing}
          ${this.started ? this.#renderButton({ type: 'new-chat' }, words.newChat, SquarePen) : nothing}
          ${floating ? this.#renderButton({ type: 'close' }, words.closeChat, X) : nothing}
        </div>
        <slot></slot>
        <div class="footer" part="footer"><slot name="footer"></slot></div>
      </div>
    </section>`;
  }

  #renderHistoryButton(): TemplateResult {
    const isOpen = this.overlay !== 'none';
    const type = isOpen ? 'close-history' : 'open-history';
    return this.#renderButton({ type }, this.words.history, RotateCcwClock, isOpen);
  }

  #renderButton(request: Request, label: string, node: IconNode, isExpanded?: boolean): TemplateResult {
    const handleClick = (): boolean => this.dispatchEvent(new RequestEvent(request));
    return html`<button
      class="icon-button"
      part="header__button"
      type="button"
      aria-label=${label}
      aria-expanded=${isExpanded ?? nothing}
      title=${label}
      @click=${handleClick}
    >
      ${icon(node)}
    </button>`;
  }

  /** What only a small screen needs. Without it, all else works; the next opening tries again. */
  async #followSheet(): Promise<void> {
    try {
      const { followSheet } = await import('./follow-sheet.ts');
      if (this.#isFollowed) return;
      this.#isFollowed = true;
      followSheet(this, () => this.open && this.#isSheet);
    } catch {
      // There is no connection to load it by.
    }
  }

  /** Through the CSSOM, which a strict content security policy allows where it refuses style attributes. */
  readonly #applySize = (size: PanelSize | null): void => {
    this.style.setProperty('--_inline-size', size && `${String(size.inline)}px`);
    this.style.setProperty('--_block-size', size && `${String(size.block)}px`);
    this.style.setProperty('--_block-size-max', size && 'calc(100% - 2 * var(--_inset-block))');
  };

  #placeOverlay(): void {
    const { overlay } = this;
    const isThere = this.querySelector('[slot="overlay"]') !== null;
    const isWide = !this.floating && this.offsetWidth >= wideMin;
    this.overlay = isThere ? (isWide ? 'beside' : 'over') : 'none';
    if (overlay === 'none' || isThere) return;
    this.#width.disconnect();
    void this.updateComplete.then(this.#takeFocusBack);
  }

  readonly #followOverlay = (): void => {
    this.#width.observe(this);
    this.#placeOverlay();
  };

  /** The focus that an overlay took with it goes to what opened it; one that is elsewhere by now is left there. */
  readonly #takeFocusBack = (): void => {
    if (document.activeElement !== document.body) return;
    this.renderRoot.querySelector<HTMLElement>('[aria-expanded]')?.focus({ preventScroll: true });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-panel': Panel;
  }
}
