import { PaynlessAnswerEndEvent } from '../events/paynless-answer-end-event.ts';
import { PaynlessAnswerStartEvent } from '../events/paynless-answer-start-event.ts';
import { PaynlessChatChangeEvent } from '../events/paynless-chat-change-event.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessMessageSentEvent } from '../events/paynless-message-sent-event.ts';
import { PaynlessSessionChangeEvent } from '../events/paynless-session-change-event.ts';
import type { ChatStore } from '../stores/chat.ts';
import type { Stores } from '../stores/create-stores.ts';

/** The turn as the page hears of it: sent once (a retry is no new message), begun, ended. */
function tellTurns(chat: ChatStore, target: EventTarget): () => void {
  let sentId: string | null = null;
  let answerId: string | null = null;
  const find = (id: string | null) => chat.$messages.get().find((message) => message.id === id);

  return chat.$answer.listen((answer) => {
    if (answer.state === 'waiting' && answer.userMessageId !== sentId) {
      sentId = answer.userMessageId;
      target.dispatchEvent(new PaynlessMessageSentEvent(find(sentId)?.content ?? ''));
    }
    if (answer.state === 'streaming') {
      answerId = answer.messageId;
      target.dispatchEvent(new PaynlessAnswerStartEvent());
    } else if (answerId !== null) {
      const message = find(answerId);
      answerId = null;
      if (message) target.dispatchEvent(new PaynlessAnswerEndEvent(message.content, message.status));
    }
  });
}

/**
 * Turns what happens in the stores into the element's public events.
 * @returns ends it
 */
export function tellPage({ chat, session }: Stores, target: EventTarget): () => void {
  let userId: string | null = null;
  const unbinds = [
    tellTurns(chat, target),
    chat.$chatId.listen((chatId) => target.dispatchEvent(new PaynlessChatChangeEvent(chatId))),
    chat.$error.listen((error) => {
      // Whoever stops knows that they did.
      if (error !== null && error.code !== 'stopped')
        target.dispatchEvent(new PaynlessErrorEvent(error.code));
    }),
    session.$session.listen((state) => {
      const next = state.state === 'user' ? state.userId : null;
      if (next === userId) return;
      userId = next;
      target.dispatchEvent(new PaynlessSessionChangeEvent(userId));
    }),
  ];
  return () => {
    for (const unbind of unbinds) unbind();
  };
}
