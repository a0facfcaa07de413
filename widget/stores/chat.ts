import type { ReadableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';
import { type AnswerState, createChatState, type DetailsState } from './chat-state.ts';
import { createChatLoader } from './load-chat.ts';
import { loadFollower } from './load-follower.ts';
import { createMessageQueue } from './message-queue.ts';
import type { ChatRefresher } from './refresh-chat.ts';
import type { Turn } from './turn.ts';
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
  /** The running answer has had no connection for a second or longer. It is looked for. */
  readonly $isReconnecting: ReadableAtom<boolean>;
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
  /**
   * Has the server stop the running answer; what it has kept of it stays, with status `stopped`. When the server does not say
   * so within two seconds, what has arrived stays.
   */
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
  /**
   * Leaves the chat for another one. The newest call wins; a failure stands in `$details`. An answer that runs there is
   * joined; one that runs in the chat that is left runs on.
   */
  loadChatDetails: (chatId: string) => Promise<void>;
  /**
   * Asks the server what has become of the chat on show, which may have gone on elsewhere, and shows it: without a skeleton,
   * and without losing a message that was not sent. A running answer is joined, and then such a message goes to `onUnsent`: one at
   * a time. Never rejects: a failure leaves what is shown.
   */
  refresh: () => Promise<void>;
}

/** What a conversation needs; what its parts are to each other it knows itself. */
export type ChatOptions = Omit<TurnsOptions, 'state' | 'open' | 'join' | 'onConflict'>;

/** An empty conversation, its parts wired to each other. */
export function createChat(options: ChatOptions): ChatStore {
  const state = createChatState();
  const context = {
    ...options,
    state,
    open: { current: null, stopped: new Map<string, Turn>() },
    join: (turn: Turn) => {
      turns.join(turn);
    },
    onConflict: () => void refresh(),
  };
  const turns = createTurns(context);
  const loader = createChatLoader(context);
  const queue = createMessageQueue(loader, state, options);
  let refresher: ChatRefresher | null = null;

  async function refresh(): Promise<void> {
    const follower = await loadFollower().catch(() => null);
    refresher ??= follower?.createChatRefresher(context, loader, turns.isBusy) ?? null;
    await refresher?.refresh();
  }

  async function sendMessage(text: string): Promise<void> {
    if (state.$details.get().state !== 'ready' && !(await queue.wait(text))) return;
    await turns.send(text);
  }

  /** Empties the screen, shows what comes next, and only then gives back what was never sent: it belongs to the next. */
  function leave<Result>(next: () => Result, reason: ChatApiError | null = null): Result {
    const unsent = [turns.leave(), queue.leave()].filter((text) => text !== null);
    loader.cancel();
    refresher?.cancel();
    state.$title.set(null);
    const result = next();
    if (unsent.length > 0) options.onUnsent(unsent.join('\n'), reason);
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
    await leave(() => loader.load(chatId));
  }

  const { stop, retry, takeBack } = turns;
  return { ...state, sendMessage, stop, retry, takeBack, startNewChat, loadChatDetails, refresh };
}
