import { ChatApiError } from '../api/chat-api-error.ts';
import type { ChatStore } from './chat.ts';
import type { SessionState } from './current-session.ts';
import type { LazyHistory } from './history.ts';
import type { QuotaStore } from './quota.ts';
import type { ChatResumer } from './resume-chat.ts';

/** What belongs to a person. */
interface Belongings {
  readonly chat: ChatStore;
  readonly history: Pick<LazyHistory, 'get'>;
  readonly quota: QuotaStore;
  readonly resumer: ChatResumer;
}

/**
 * Follows who is signed in: see `Stores.start`.
 * @returns takes the session and the chat that the page asks for; each person is shown it anew
 */
export function createSessionFollower(
  belongings: Belongings,
): (state: SessionState, chatId: string | null) => void {
  const { chat, history, quota, resumer } = belongings;
  let person: string | null = null;
  let isUntouched = resumer.watchEmpty();

  return (state, chatId) => {
    if (state.state === 'unknown') return;
    const next = state.state === 'user' ? state.userId : 'visitor';
    if (next === person) return;
    if (person !== null) {
      history.get()?.clear();
      quota.set(null);
      chat.startNewChat(new ChatApiError('session_changed'), person);
      isUntouched = resumer.watchEmpty();
    } else chat.writeDown();
    person = next;
    void quota.loadAnonymousUsage();
    if (!isUntouched()) return;
    void (chatId === null ? resumer.resumeLatestChat() : chat.loadChatDetails(chatId));
  };
}
