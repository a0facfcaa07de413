import { PaynlessAnswerEndEvent } from '../events/paynless-answer-end-event.ts';
import { PaynlessAnswerStartEvent } from '../events/paynless-answer-start-event.ts';
import { PaynlessChatChangeEvent } from '../events/paynless-chat-change-event.ts';
import { PaynlessErrorEvent } from '../events/paynless-error-event.ts';
import { PaynlessMessageSentEvent } from '../events/paynless-message-sent-event.ts';
import { PaynlessSessionChangeEvent } from '../events/paynless-session-change-event.ts';
import type { ChatStore } from '../stores/chat.ts';
import type { Stores } from '../stores/create-stores.ts';

/**
 * The turn as the page hears of it: sent once (a retry is no new message, and neither is one that was sent elsewhere), begun
 * once however often its answer is left and joined again, and ended. An answer that is only left has not ended.
 */
function tellTurns(chat: ChatStore, target: EventTarget): void {
  const begun = new Set<string>();
  let sentId: string | null = null;
  let answerId: string | null = null;
  const find = (id: string) => chat.$messages.get().find((message) => message.id === id);

  function tellSent(userMessageId: string): void {
    if (userMessageId === sentId) return;
    sentId = userMessageId;
    target.dispatchEvent(new PaynlessMessageSentEvent(find(sentId)?.content ?? ''));
  }

  function tellStart(messageId: string): void {
    answerId = messageId;
    if (begun.has(messageId)) return;
    begun.add(messageId);
    target.dispatchEvent(new PaynlessAnswerStartEvent());
  }

  function tellEnd(messageId: string): void {
    answerId = null;
    const message = find(messageId);
    // Its chat was left: it runs on elsewhere.
    if (!message) return;
    begun.delete(messageId);
    target.dispatchEvent(new PaynlessAnswerEndEvent(message.content, message.status));
  }

  chat.$answer.listen((answer) => {
    if (answer.state === 'waiting' && !answer.isJoined) tellSent(answer.userMessageId);
    if (answer.state === 'streaming') tellStart(answer.messageId);
    else if (answerId !== null) tellEnd(answerId);
  });
}

/**
 * Turns what happens in the stores into the element's public events, as long as both live: an element that is out of its page
 * for a while must not forget what it has told.
 */
export function tellPage({ chat, session }: Stores, target: EventTarget): void {
  let userId: string | null = null;
  tellTurns(chat, target);
  chat.$chatId.listen((chatId) => target.dispatchEvent(new PaynlessChatChangeEvent(chatId)));
  chat.$error.listen((error) => {
    // Whoever stops knows that they did.
    if (error !== null && error.code !== 'stopped') target.dispatchEvent(new PaynlessErrorEvent(error.code));
  });
  session.$session.listen((state) => {
    const next = state.state === 'user' ? state.userId : null;
    if (next === userId) return;
    userId = next;
    target.dispatchEvent(new PaynlessSessionChangeEvent(userId));
  });
}
