import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import Check from 'lucide/dist/esm/icons/check.mjs';
import { isComposing } from '../../events/is-composing.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import type { ChipOption } from './chip.ts';
import { listboxStyles } from './listbox.styles.ts';
import { placeBeside } from './place-beside.ts';

/** Letters that follow each other faster than this are one word. */
const typeaheadMs = 500;

/**
 * @summary The list that a chip opens: names with their descriptions, above everything else, and all of it for the keyboard.
 * @csspart listbox - The list.
 * @csspart option - Each choice.
 */
export class Listbox extends LitElement {
  static override styles = [foundation, listboxStyles];

  /** The list's name. */
  @property({ attribute: false }) label = '';

  /** What there is to choose from. */
  @property({ attribute: false }) options: readonly ChipOption[] = [];

  /** The chosen one. */
  @property({ attribute: false }) selectedId: string | null = null;

  /** What it stands beside. A press on anything else closes it. */
  @property({ attribute: false }) anchor: Element | null = null;

  /** Told what was chosen. */
  @property({ attribute: false }) choose: (id: string) => void = () => undefined;

  /** Told that nothing was chosen. */
  @property({ attribute: false }) close: () => void = () => undefined;

  /** The one that the keys are at. */
  @state() private active = 0;

  #typed = '';
  #typedAt = 0;

  constructor() {
    super();
    this.addController({
      hostConnected: () => {
        addEventListener('pointerdown', this.#handlePress, true);
        addEventListener('resize', this.#place);
        addEventListener('scroll', this.#place, true);
      },
      hostDisconnected: () => {
        removeEventListener('pointerdown', this.#handlePress, true);
        removeEventListener('resize', this.#place);
        removeEventListener('scroll', this.#place, true);
      },
    });
  }

  protected override willUpdate(): void {
    if (!this.hasUpdated) this.active = this.options.findIndex(({ id }) => id === this.selectedId);
  }

  protected override firstUpdated(): void {
    const list = this.#list;
    // The top layer is cut off by nothing. Where there is none yet, a fixed box is cut off by little.
    if (list && 'showPopover' in list) {
      list.popover = 'manual';
      list.showPopover();
    }
    this.#place();
    list?.focus({ preventScroll: true });
  }

  protected override updated(changes: PropertyValues): void {
    if (!changes.has('active')) return;
    this.renderRoot.querySelector('.option--active')?.scrollIntoView({ block: 'nearest' });
  }

  protected override render(): TemplateResult {
    return html`<div
      class="listbox"
      part="listbox"
      role="listbox"
      tabindex="0"
      aria-label=${this.label}
      aria-activedescendant=${`option-${String(this.active)}`}
      @keydown=${this.#handleKeydown}
      @pointermove=${this.#handlePointer}
      @click=${this.#handlePointer}
    >
      ${this.options.map((option, index) => this.#renderOption(option, index))}
    </div>`;
  }

  #renderOption({ id, name, description }: ChipOption, index: number): TemplateResult {
    const isSelected = id === this.selectedId;
    return html`<div
      class=${index === this.active ? 'option option--active' : 'option'}
      part="option"
      id=${`option-${String(index)}`}
      role="option"
      aria-selected=${isSelected}
    >
      <span class="option__name" dir="auto">${name}</span>
      ${isSelected ? icon(Check, 16) : nothing}
      ${description ? html`<span class="option__description" dir="auto">${description}</span>` : nothing}
    </div>`;
  }

  get #list(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.listbox');
  }

  readonly #place = (): void => {
    if (this.#list && this.anchor) placeBeside(this.#list, this.anchor);
  };

  readonly #handlePress = (event: Event): void => {
    if (this.anchor && !event.composedPath().includes(this.anchor)) this.close();
  };

  /** Goes with the pointer, and takes what is clicked. */
  #handlePointer({ type, target }: Event): void {
    const options = [...this.renderRoot.querySelectorAll('.option')];
    const index = options.findIndex((option) => target instanceof Node && option.contains(target));
    if (index < 0) return;
    this.active = index;
    if (type === 'click') this.#choose();
  }

  #choose(): void {
    const option = this.options[this.active];
    if (option) this.choose(option.id);
  }

  #handleKeydown(event: KeyboardEvent): void {
    const { key } = event;
    const last = this.options.length - 1;
    const isLetter =
      key.length === 1 && (key !== ' ' || this.#isTyping(event)) && !event.ctrlKey && !event.metaKey;
    if (isComposing(event)) return;
    // The focus is back at the chip before the browser moves it on from there.
    if (key === 'Tab') this.close();
    else if (key === 'Escape') this.close();
    else if (key === 'ArrowDown') this.active = Math.min(last, this.active + 1);
    else if (key === 'ArrowUp') this.active = Math.max(0, this.active - 1);
    else if (key === 'Home') this.active = 0;
    else if (key === 'End') this.active = last;
    else if (isLetter) this.#find(event);
    else if (key === 'Enter' || key === ' ') this.#choose();
    else return;
    if (key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  }

  #isTyping({ timeStamp }: Event): boolean {
    return this.#typed !== '' && timeStamp - this.#typedAt < typeaheadMs;
  }

  /** Goes to the next name that begins with what is typed; one letter again and again goes through all of its names. */
  #find(event: KeyboardEvent): void {
    this.#typed = (this.#isTyping(event) ? this.#typed : '') + event.key.toLocaleLowerCase();
    this.#typedAt = event.timeStamp;
    const first = this.#typed.charAt(0);
    const isOneLetter = this.#typed.replaceAll(first, '') === '';
    const wanted = isOneLetter ? first : this.#typed;
    const { length } = this.options;
    const from = this.active + (isOneLetter ? 1 : 0);
    const found = this.options
      .map((_, step) => (from + step) % length)
      .find((index) => this.options[index]?.name.toLocaleLowerCase().startsWith(wanted));
    if (found !== undefined) this.active = found;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-listbox': Listbox;
  }
}
