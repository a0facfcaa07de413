import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import CircleAlert from 'lucide/dist/esm/icons/circle-alert.mjs';
import { type Request, RequestEvent } from '../../events/request-event.ts';
import { button } from '../../styles/button.ts';
import { foundation } from '../../styles/foundation.ts';
import { icon } from '../icon/icon.ts';
import { errorNoticeStyles } from './error-notice.styles.ts';

/** Something that can be done about a failure: what the button says and what it asks for. */
export interface ErrorAction {
  readonly label: string;
  readonly request: Request;
}

/**
 * @summary Says what went wrong beside the thing it concerns, and offers what can be done about it.
 * @fires paynless-request - The request of the action that was chosen.
 * @csspart notice - The box.
 * @csspart notice__action - Each button.
 */
export class ErrorNotice extends LitElement {
  static override styles = [foundation, button, errorNoticeStyles];

  /** What happened, what was kept and what to do next; nothing where that is said already, and there is only something to do. */
  @property() text = '';

  /** What can be done, the most useful first. */
  @property({ attribute: false }) actions: readonly ErrorAction[] = [];

  protected override render(): TemplateResult {
    const actions =
      this.actions.length > 0
        ? html`<div class="notice__actions">${this.actions.map(this.#renderAction)}</div>`
        : nothing;
    if (!this.text) return html`<div class="calm" part="notice">${actions}</div>`;
    return html`<div class="notice" part="notice">
      <span class="notice__icon">${icon(CircleAlert)}</span>
      <p class="notice__text" role="alert" dir="auto">${this.text}</p>
      ${actions}
    </div>`;
  }

  readonly #renderAction = ({ label, request }: ErrorAction): TemplateResult => {
    const handleClick = (): boolean => this.dispatchEvent(new RequestEvent(request));
    return html`<button class="button" part="notice__action" type="button" @click=${handleClick}>
      ${label}
    </button>`;
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'paynless-error-notice': ErrorNotice;
  }
}
