import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import ChevronDown from 'lucide/dist/esm/icons/chevron-down.mjs';
import { type Request, RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { chipStyles } from './chip.styles.ts';

/** One thing to choose from. */
export interface ChipOption {
  readonly id: string;
  readonly name: string;
  readonly description?: string | null;
}

/**
 * A choice that looks like a word, and opens a list of what there is to choose from. One choice is none: then there is no
 * control at all.
 */
export abstract class Chip extends LitElement {
  static override styles = [foundation, chipStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The chosen one. */
  @property({ attribute: false }) selectedId: string | null = null;

  @state() private isOpen = false;

  /** What is chosen here, in a word. */
  protected abstract get label(): string;

  protected abstract get options(): readonly ChipOption[];

  protected abstract requestFor(id: string): Request;

  protected override render(): TemplateResult | typeof nothing {
    const { isOpen, label, options, selectedId } = this;
    const selected = options.find(({ id }) => id === selectedId);
    if (options.length < 2 || !selected) return nothing;
    return html`<button
        class="chip"
        part="chip"
        type="button"
        aria-haspopup="listbox"
        aria-expanded=${isOpen}
        title=${label}
        @click=${this.#toggle}
        @keydown=${this.#handleKeydown}
      >
        <span class="visually-hidden">${label}</span>
        <span class="chip__name" dir="auto">${selected.name}</span>
        ${icon(ChevronDown, 16)}
      </button>
      ${
        isOpen
          ? html`<paynless-listbox
              exportparts="listbox, option"
              .label=${label}
              .options=${options}
              .selectedId=${selectedId}
              .anchor=${this}
              .choose=${this.#choose}
              .close=${this.#close}
            ></paynless-listbox>`
          : nothing
      }`;
  }

  readonly #toggle = (): void => {
    if (this.isOpen) this.#close();
    else this.isOpen = true;
  };

  readonly #close = (): void => {
    // Only a list that has the focus gives it back: whoever pressed elsewhere wants to be there.
    const hadFocus = this.shadowRoot?.activeElement != null;
    this.isOpen = false;
    if (hadFocus) this.renderRoot.querySelector('button')?.focus({ preventScroll: true });
  };

  readonly #choose = (id: string): void => {
    this.#close();
    if (id !== this.selectedId) this.dispatchEvent(new RequestEvent(this.requestFor(id)));
  };

  #handleKeydown(event: KeyboardEvent): void {
    if (this.isOpen || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    this.isOpen = true;
  }
}
