/** Another conversation is shown. */
export class PaynlessChatChangeEvent extends Event {
  /** Null for a new conversation without a message. */
  readonly chatId: string | null;

  constructor(chatId: string | null) {
    super('paynless-chat-change', { bubbles: true, composed: true });
    this.chatId = chatId;
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-chat-change': PaynlessChatChangeEvent;
  }
}
