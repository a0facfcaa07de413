import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import MessageCircle from 'lucide/dist/esm/icons/message-circle.mjs';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { launcherStyles } from './launcher.styles.ts';

/** More than this many are just many: the badge stays small. */
const shownMax = 9;

/** What the button shows by itself; also for a slot that is passed through, which is never empty to the inner one. */
export const launcherIcon = icon(MessageCircle, 24);

/**
 * @summary The round button that opens a floating chat. It is all of the widget that most visitors ever load.
 * @slot launcher - What the button shows in the place of its icon.
 * @csspart launcher - The button.
 * @csspart launcher__badge - How many answers nobody has seen.
 */
export class Launcher extends LitElement {
  static override styles = [foundation, launcherStyles];

  /** The button's name. */
  @property() label = '';

  /** How many answers came that nobody has seen. */
  @property({ type: Number }) unread = 0;

  /** The same in words: it is added to the button's name. */
  @property({ attribute: 'unread-label' }) unreadLabel = '';

  /** The chat is on its way; shown only when it takes long enough to be noticed. */
  @property({ type: Boolean }) busy = false;

  /** Moves the focus to the button, where the page must not scroll for it. */
  override focus(options: FocusOptions = { preventScroll: true }): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override render(): TemplateResult {
    const { label, unread, unreadLabel } = this;
    return html`<button
      class="launcher"
      part="launcher"
      type="button"
      aria-label=${unread > 0 && unreadLabel ? `${label}, ${unreadLabel}` : label}
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-busy=${this.busy ? 'true' : 'false'}
    >
      <slot name="launcher">${launcherIcon}</slot>
      ${
        unread > 0
          ? html`<span class="badge" part="launcher__badge">${unread > shownMax ? '9+' : unread}</span>`
          : nothing
      }
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-launcher': Launcher;
  }
}
