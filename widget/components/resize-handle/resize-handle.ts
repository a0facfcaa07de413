import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import Maximize2 from 'lucide/dist/esm/icons/maximize-2.mjs';
import Minimize2 from 'lucide/dist/esm/icons/minimize-2.mjs';
import { type PanelSize, RequestEvent } from '../../events/request-event.ts';
import { en } from '../../i18n/en.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { resizeHandleStyles } from './resize-handle.styles.ts';

/** The smallest panel that a conversation still reads well in, in CSS pixels. */
const smallest: PanelSize = { inline: 320, block: 400 };

/** What the button makes of it: as high as the window allows. */
const large: PanelSize = { inline: 720, block: 2000 };

/** How far an arrow key goes, in CSS pixels. */
const stepPx = 16;

/** A size that is being pulled: from where, and how large the panel was. */
interface Drag {
  readonly x: number;
  readonly y: number;
  readonly from: PanelSize;
  /** Which way each side goes with the pointer; 0 holds it. */
  readonly inline: number;
  readonly block: number;
}

/**
 * @summary Makes a floating panel larger and smaller: with a button, by its upper corner and the two edges there, or there
 * with the arrow keys. A double click, or Enter, gives it its own size back; Escape lets go of a pull.
 * @fires paynless-request - `resize` with the button, with each key, and when a pull has ended.
 * @csspart header__button - The button.
 * @csspart resize-handle - The corner.
 */
export class ResizeHandle extends LitElement {
  static override styles = [foundation, button, resizeHandleStyles];

  /** The widget's words. */
  @property({ attribute: false }) words = en;

  /** The size that a person gave the panel, if any. */
  @property({ attribute: false }) size: PanelSize | null = null;

  /** What is made larger. */
  @property({ attribute: false }) panel: HTMLElement | null = null;

  /** Gives the panel a size while it is pulled, before anybody is asked. */
  @property({ attribute: false }) applySize: (size: PanelSize | null) => void = () => undefined;

  @state() private measured: PanelSize | null = null;

  #drag: Drag | null = null;

  constructor() {
    super();
    this.addController({
      hostDisconnected: () => {
        this.#letGo(this.size);
      },
    });
  }

  protected override render(): TemplateResult {
    const { inline, block } = this.measured ?? smallest;
    return html`<div class="edge edge--block" @pointerdown=${this.#pull}></div>
      <div class="edge edge--inline" @pointerdown=${this.#pull}></div>
      <div
        class="handle"
        part="resize-handle"
        role="separator"
        tabindex="0"
        aria-label=${this.words.resizeChat}
        aria-orientation="horizontal"
        aria-valuemin=${smallest.block}
        aria-valuemax=${Math.max(innerHeight, block)}
        aria-valuenow=${block}
        aria-valuetext=${this.measured ? `${String(inline)} × ${String(block)}` : nothing}
        title=${this.words.resizeChat}
        @focus=${this.#measure}
        @keydown=${this.#handleKeydown}
        @pointerdown=${this.#pull}
        @dblclick=${this.#reset}
      ></div>
      ${this.#renderButton()}`;
  }

  #renderButton(): TemplateResult {
    const { words } = this;
    const isLarge = (this.size?.inline ?? 0) >= large.inline;
    const label = isLarge ? words.makeSmaller : words.makeLarger;
    const handleClick = (): void => {
      this.#ask(isLarge ? null : large);
    };
    return html`<button
      class="icon-button"
      part="header__button"
      type="button"
      aria-label=${label}
      title=${label}
      @click=${handleClick}
    >
      ${icon(isLarge ? Minimize2 : Maximize2)}
    </button>`;
  }

  /** 1 where the panel grows to the left, -1 where it grows to the right. */
  get #side(): number {
    return getComputedStyle(this).direction === 'rtl' ? -1 : 1;
  }

  readonly #measure = (): void => {
    this.measured = this.#now;
  };

  get #now(): PanelSize {
    const { offsetWidth: inline = 0, offsetHeight: block = 0 } = this.panel ?? {};
    return { inline, block };
  }

  readonly #pull = (event: PointerEvent): void => {
    const { target } = event;
    if (event.button !== 0 || !(target instanceof HTMLElement)) return;
    // No text is selected on the way.
    event.preventDefault();
    this.renderRoot.querySelector<HTMLElement>('.handle')?.focus({ preventScroll: true });
    target.setPointerCapture(event.pointerId);
    this.#drag = {
      x: event.clientX,
      y: event.clientY,
      from: this.#now,
      inline: target.matches('.edge--block') ? 0 : this.#side,
      block: target.matches('.edge--inline') ? 0 : 1,
    };
    addEventListener('pointermove', this.#follow);
    addEventListener('pointerup', this.#end);
    addEventListener('pointercancel', this.#cancel);
    addEventListener('keydown', this.#cancel, true);
  };

  readonly #follow = ({ clientX, clientY }: PointerEvent): void => {
    const drag = this.#drag;
    if (!drag) return;
    this.#apply({
      inline: drag.from.inline + (drag.x - clientX) * drag.inline,
      block: drag.from.block + (drag.y - clientY) * drag.block,
    });
  };

  readonly #end = ({ clientX, clientY }: PointerEvent): void => {
    const drag = this.#drag;
    // A click is no pull: a double click begins with one.
    const isPull = drag !== null && (drag.x !== clientX || drag.y !== clientY);
    this.#letGo(isPull ? this.#now : this.size);
    if (isPull) this.#ask(this.#now);
  };

  readonly #cancel = (event: Event): void => {
    if (event instanceof KeyboardEvent && event.key !== 'Escape') return;
    // This Escape is for the pull alone: it does not close the chat.
    event.preventDefault();
    event.stopPropagation();
    this.#letGo(this.size);
  };

  #letGo(size: PanelSize | null): void {
    if (!this.#drag) return;
    this.#drag = null;
    removeEventListener('pointermove', this.#follow);
    removeEventListener('pointerup', this.#end);
    removeEventListener('pointercancel', this.#cancel);
    removeEventListener('keydown', this.#cancel, true);
    this.applySize(size);
    this.#measure();
  }

  /** Gives the panel a size within what can be read and what the window has room for; the style sheet knows that. */
  #apply({ inline, block }: PanelSize): void {
    this.applySize({
      inline: Math.round(Math.max(smallest.inline, inline)),
      block: Math.round(Math.max(smallest.block, block)),
    });
    this.#measure();
  }

  #ask(size: PanelSize | null): void {
    this.dispatchEvent(new RequestEvent({ type: 'resize', size }));
  }

  readonly #reset = (): void => {
    this.applySize(null);
    this.#measure();
    this.#ask(null);
  };

  #handleKeydown(event: KeyboardEvent): void {
    const steps = {
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
      ArrowLeft: [this.#side, 0],
      ArrowRight: [-this.#side, 0],
    };
    const step = Object.entries(steps).find(([key]) => key === event.key)?.[1];
    if (!step && event.key !== 'Enter') return;
    event.preventDefault();
    if (!step) {
      this.#reset();
      return;
    }
    const [inline = 0, block = 0] = step;
    const now = this.#now;
    this.#apply({ inline: now.inline + inline * stepPx, block: now.block + block * stepPx });
    this.#ask(this.#now);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-resize-handle': ResizeHandle;
  }
}
