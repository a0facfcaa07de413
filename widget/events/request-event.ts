import type { Feedback } from '../../protocol/feedback.ts';

/** How large a person wants a floating panel, in CSS pixels. */
export interface PanelSize {
  readonly inline: number;
  readonly block: number;
}

/** Everything a person can ask of the widget, as its parts say it. */
export type Request =
  | { type: 'send'; text: string }
  | { type: 'stop' | 'new-chat' | 'open-history' | 'close' }
  | { type: 'retry' | 'take-back' | 'reload' | 'dismiss' }
  /** What stands in the composer has changed. */
  | { type: 'draft'; text: string }
  /** Sends a changed text in the place of a person's message: another branch of the chat. */
  | { type: 'edit-message'; messageId: string; text: string }
  /** Asks for another answer in the place of this one; of another model, if one is named. */
  | { type: 'regenerate'; messageId: string; providerId?: string }
  /** Shows the branch that leads through this message. */
  | { type: 'show-branch'; messageId: string }
  /** What the person thinks of an answer; null takes it back. */
  | { type: 'rate'; messageId: string; feedback: Feedback | null }
  | { type: 'close-history' | 'more-history' | 'reload-history' | 'undo-delete' }
  | { type: 'search-history'; text: string }
  | { type: 'open-chat'; id: string }
  | { type: 'delete-chat'; id: string }
  | { type: 'rename-chat'; id: string; title: string }
  | { type: 'export-chat'; id: string; format: 'md' | 'json' }
  /** The size of a floating panel in CSS pixels; null is the size that it has by itself. */
  | { type: 'resize'; size: PanelSize | null }
  | { type: 'select-provider' | 'select-prompt'; id: string }
  | { type: 'sign-up' | 'sign-in'; url: string };

/**
 * A part asks, `<paynless-chat>` decides: parts never change state themselves. Between the widget's own shadow roots
 * only; the element keeps it from the page.
 */
export class RequestEvent extends Event {
  readonly request: Request;

  constructor(request: Request) {
    super('paynless-request', { bubbles: true, composed: true, cancelable: true });
    this.request = request;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-request': RequestEvent;
  }
}
