import type { ReadableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import type { ChatApi } from '../api/chat-api.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { type AnswerState, createChatState, type DetailsState } from './chat-state.ts';
import { createChatLoader } from './load-chat.ts';
import { createMessageQueue } from './message-queue.ts';
import { newId as randomId } from './new-id.ts';
import type { QuotaStore } from './quota.ts';
import type { ChatNews } from './receive-part.ts';
import { createTurns, type TurnsOptions } from './turns.ts';

/** One conversation: what it shows, and all that a person can do with it. */
export interface ChatStore {
  /** Null until the server has accepted the first message of a new chat. */
  readonly $chatId: ReadableAtom<string | null>;
  readonly $title: ReadableAtom<string | null>;
  /**
   * The visible branch, oldest first. The running answer is its last message, with status `streaming` and no content:
   * its text is `$streamingText` and is folded in at the end. A person's message that did not arrive has status `failed`.
   */
  readonly $messages: ReadableAtom<readonly Message[]>;
  /** The running answer's text so far; empty when none runs. */
  readonly $streamingText: ReadableAtom<string>;
  readonly $answer: ReadableAtom<AnswerState>;
  /** Whether the chat on show is loaded. */
  readonly $details: ReadableAtom<DetailsState>;
  /** What went wrong last and still stands: an answer, or loading a chat. */
  readonly $error: ReadableAtom<ChatApiError | null>;
  /**
   * Shows the message at once, sends it and resolves when its answer has ended, well or not, or its chat was left.
   * **Whenever it rejects, the message is not in the list: give its text back to the composer.** What is left behind
   * unsent goes to `onUnsent`.
   * @throws AnonymousLimitReachedError when no free message is left, from the server or known before
   * @throws ChatApiError `turn_in_progress` while an answer runs; `invalid_request` without visible text;
   * `message_too_long`; and whatever kept the chat on show from loading
   */
  sendMessage: (text: string) => Promise<void>;
  /** Stops the running answer; what has arrived stays, with status `stopped`. */
  stop: () => void;
  /**
   * Sends the message of a failed answer again, under the same id: the server never counts it twice.
   * When that meets the limit and the server has the message already, it stays in the list and `$answer` says why.
   * @throws as `sendMessage`
   */
  retry: () => Promise<void>;
  /** Takes a message that never arrived out of the list and returns its text; null when there is none such. */
  takeBack: () => string | null;
  /**
   * Leaves the chat for an empty one. What is left of the free messages stays as it is.
   * @param reason why, when it was not the person who wanted to
   */
  startNewChat: (reason?: ChatApiError | null) => void;
  /** Leaves the chat for another one. The newest call wins; a failure stands in `$details`. */
  loadChatDetails: (chatId: string) => Promise<void>;
}

/**
 * @param options.onChat hears of a chat that exists now, has a new message or a new title
 * @param options.onSend hears the id of the chat that a message is sent into, whether it arrives or not
 * @param options.onUnsent is given every text that the server has not accepted when its chat is left, and the reason
 */
export function createChat(options: {
  api: Pick<ChatApi, 'sendChatMessage' | 'getChatMessages'>;
  catalog: TurnsOptions['catalog'];
  quota: QuotaStore;
  newId?: (() => string) | undefined;
  now?: (() => Date) | undefined;
  onChat?: ((chat: ChatNews) => void) | undefined;
  onSend?: ((chatId: string) => void) | undefined;
  onUnsent?: ((text: string, reason: ChatApiError | null) => void) | undefined;
}): ChatStore {
  const { api, catalog, quota, newId = randomId, now = () => new Date(), onUnsent } = options;
  const { onChat = () => undefined, onSend = () => undefined } = options;
  const state = createChatState();
  const loader = createChatLoader(api, state);
  const queue = createMessageQueue(loader, state, { newId, now });
  const turns = createTurns({ api, catalog, quota, newId, now, onChat, onSend, state });

  async function sendMessage(text: string): Promise<void> {
    if (state.$details.get().state !== 'ready' && !(await queue.wait(text))) return;
    await turns.send(text);
  }

  /** Empties the screen, shows what comes next, and only then gives back what was never sent: it belongs to the next. */
  function leave<Result>(next: () => Result, reason: ChatApiError | null = null): Result {
    const unsent = [turns.leave(), queue.leave()].filter((text) => text !== null);
    loader.cancel();
    state.$messages.set([]);
    state.$title.set(null);
    const result = next();
    if (unsent.length > 0) onUnsent?.(unsent.join('\n'), reason);
    return result;
  }

  function startNewChat(reason: ChatApiError | null = null): void {
    leave(() => {
      state.$chatId.set(null);
    }, reason);
  }

  async function loadChatDetails(chatId: string): Promise<void> {
    // The chat on show is fresher than the server's copy while its answer runs.
    if (chatId === state.$chatId.get() && turns.isBusy()) return;
    const unanswered = await leave(() => loader.load(chatId));
    if (unanswered !== null) turns.adopt(unanswered);
  }

  const { $chatId, $title, $messages, $streamingText, $answer, $details, $error } = state;
  const { stop, retry, takeBack } = turns;
  const shown = { $chatId, $title, $messages, $streamingText, $answer, $details, $error };
  return { ...shown, sendMessage, stop, retry, takeBack, startNewChat, loadChatDetails };
}
