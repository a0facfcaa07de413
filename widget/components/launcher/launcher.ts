import { html, LitElement, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import MessageCircle from 'lucide/dist/esm/icons/message-circle.mjs';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { launcherStyles } from './launcher.styles.ts';

/**
 * @summary The round button that opens a floating chat. It is all of the widget that most visitors ever load.
 * @csspart launcher - The button.
 */
export class Launcher extends LitElement {
  static override styles = [foundation, launcherStyles];

  /** The button's name. */
  @property() label = '';

  /** The chat is on its way; shown only when it takes long enough to be noticed. */
  @property({ type: Boolean }) busy = false;

  /** Moves the focus to the button, where the page must not scroll for it. */
  override focus(options: FocusOptions = { preventScroll: true }): void {
    this.renderRoot.querySelector('button')?.focus(options);
  }

  protected override render(): TemplateResult {
    return html`<button
      class="launcher"
      part="launcher"
      type="button"
      aria-label=${this.label}
      aria-haspopup="dialog"
      aria-expanded="false"
      aria-busy=${this.busy ? 'true' : 'false'}
    >
      ${icon(MessageCircle, 24)}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-launcher': Launcher;
  }
}
