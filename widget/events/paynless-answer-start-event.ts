/** The first words of an answer have arrived. */
export class PaynlessAnswerStartEvent extends Event {
  constructor() {
    super('paynless-answer-start', { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'paynless-answer-start': PaynlessAnswerStartEvent;
  }
}
