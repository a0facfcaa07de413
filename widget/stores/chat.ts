import type { ReadableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import {
  type AnswerState,
  type ChatState,
  createChatState,
  type DetailsState,
  joinTexts,
} from './chat-state.ts';
import type { ChatFollower, FollowerContext } from './follower.ts';
import { loadFollower } from './load-follower.ts';
import { mayTakeOver } from './may-take-over.ts';
import { outboxKey } from './outbox-key.ts';
import type { OpenTurns } from './turn.ts';
import { createTurns } from './turns.ts';
import { writeDown } from './write-down.ts';

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
  /** For each message on the visible branch that has siblings (same parent, same role): the ids of all of them, oldest first. */
  readonly $siblings: ReadableAtom<ReadonlyMap<string, readonly string[]>>;
  /** Messages that could not be sent because there was no connection, and go out by themselves, in order. */
  readonly $queuedIds: ReadableAtom<ReadonlySet<string>>;
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
   * Shows the message at once, sends it and resolves when its answer has ended, well or not, its chat was left, or it waits
   * among `$queuedIds` for a connection. While others wait it waits behind them, even while one of them is being answered.
   * **Whenever it rejects, the message is not in the list: give its text back to the composer.** What is left behind
   * unsent stays with its chat, or goes to `onUnsent` where it could not.
   * @throws AnonymousLimitReachedError when no free message is left, from the server or known before
   * @throws ChatApiError `turn_in_progress` while an answer runs; `invalid_request` without visible text;
   * `message_too_long`; `offline` when too many wait already; and whatever kept the chat on show from loading
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
  /**
   * Takes a message that never arrived out of the list and returns its text; null when there is none such. Of several that wait for
   * a connection it is the newest.
   */
  takeBack: () => string | null;
  /**
   * Shows the branch through this message, down to its newest end. Does nothing while an answer runs, and for a message that is
   * not known. A message that was refused goes to `onUnsent` when it is not on that branch.
   */
  showBranch: (messageId: string) => void;
  /**
   * Sends a changed text as a sibling of one of the person's messages, and shows that branch. When it rejects, what was shown
   * is shown again.
   * @throws as `sendMessage`; `invalid_request` also for what is no message on the visible branch that has arrived; while
   * messages wait to be sent, whatever they wait for
   */
  editMessage: (messageId: string, text: string) => Promise<void>;
  /**
   * Asks for another answer to the question of this one: a sibling of it, shown in its place with its first word. Nothing is lost
   * of what was there before.
   * @param options.providerId another model, for this answer only
   * @throws as `editMessage`; what an AnonymousLimitReachedError would send later has no text
   */
  regenerate: (answerId: string, options?: { providerId?: string | null }) => Promise<void>;
  /** A chat has another title: the one on show takes it over. */
  noteTitle: (chatId: string, title: string | null) => void;
  /**
   * The chats that have messages of this person which go out by themselves, newest first. Never rejects.
   * @param lastId the chat in which they sent last: it counts also when what they sent was refused
   */
  findUnsentChats: (lastId?: string | null) => Promise<readonly string[]>;
  /**
   * Leaves the chat for an empty one. What is left of the free messages stays as it is.
   * @param reason why, when it was not the person who wanted to
   * @param former whose chat it was, when another person has come: a user's words wait for that user and are nobody else's
   */
  startNewChat: (reason?: ChatApiError | null, former?: string | null) => void;
  /**
   * Leaves the chat for another one. The newest call wins; a failure stands in `$details`. An answer that runs there is
   * joined; one that runs in the chat that is left runs on.
   */
  loadChatDetails: (chatId: string) => Promise<void>;
  /** Writes down the message that is on its way: whose it is may not have been known when it was sent. */
  writeDown: () => void;
  /**
   * Asks the server what has become of the chat on show, which may have gone on elsewhere, and shows it: without a skeleton,
   * and without losing a message that was not sent. A running answer is joined, and then such a message goes to `onUnsent`: one at
   * a time. Never rejects: a failure leaves what is shown.
   */
  refresh: () => Promise<void>;
}

/** What a conversation needs; what its parts are to each other it knows itself. */
export type ChatOptions = Omit<FollowerContext, 'state' | 'open' | 'turns'>;

/** What the parts of a conversation need that are fetched when they are. */
interface Fetched {
  readonly options: ChatOptions;
  readonly state: ChatState;
  readonly follow: () => Promise<ChatFollower>;
}

/** Loads a stored chat. Never rejects. */
async function load(chatId: string, { options, state, follow }: Fetched): Promise<void> {
  const { $chatId, $details } = state;
  const loading: DetailsState = { state: 'loading', chatId };
  $chatId.set(chatId);
  $details.set(loading);
  // What reads it may still be on its way, too.
  const controller = new AbortController();
  const reply = options.api.getChatMessages(chatId, controller);
  reply.catch(() => undefined);
  try {
    const it = await follow();
    if ($details.get() === loading) await it.load(chatId, { reply, controller });
    else controller.abort();
  } catch (error) {
    controller.abort();
    if ($details.get() !== loading || !(error instanceof ChatApiError)) return;
    state.tree.all.clear();
    state.$messages.set([]);
    $details.set({ state: 'failed', chatId, error });
  }
}

const personOf = ({ getPerson }: ChatOptions): string | null => getPerson?.() ?? null;

/** What fails when another person has come is not theirs to hear of, and its text not theirs to have. */
async function forWhoAsks(options: ChatOptions, act: () => Promise<void>): Promise<void> {
  const person = personOf(options);
  try {
    await act();
  } catch (error) {
    if (mayTakeOver(person, personOf(options))) throw error;
  }
}

/** Why a chat is left. */
type Why = Parameters<ChatStore['startNewChat']>;

/** Gives back what was never sent, but not to another person. @param unknown the messages of it that nobody else forgets */
function giveBack(
  text: string,
  unknown: readonly Message[],
  options: ChatOptions,
  [reason = null, former = null]: Why,
): void {
  if (!mayTakeOver(former, personOf(options))) return;
  // It may be written down, too, and nobody is there yet who would know.
  for (const { id } of unknown) writeDown({ userMessageId: id }, options, true, former);
  if (text) options.onUnsent(text, reason);
}

/** See `ChatStore.findUnsentChats`. */
async function findUnsentChats(
  lastId: string | null | undefined,
  { options, follow }: Fetched,
): Promise<readonly string[]> {
  const person = personOf(options);
  try {
    // Most people have nothing that waits, and need no code for it.
    if (person === null || !options.storage?.getItem(outboxKey(person))) return [];
    return (await follow()).findUnsentChats(lastId);
  } catch {
    return [];
  }
}

async function fetchFollower(): ReturnType<typeof loadFollower> {
  try {
    return await loadFollower();
  } catch (cause) {
    throw new ChatApiError('service_unavailable', { cause });
  }
}

/** An empty conversation, its parts wired to each other. */
export function createChat(options: ChatOptions): ChatStore {
  const state = createChatState();
  const { $chatId, $details } = state;
  let follower: ChatFollower | null = null;
  async function follow(): Promise<ChatFollower> {
    const { createChatFollower } = await fetchFollower();
    return (follower ??= createChatFollower({ ...context, turns }));
  }
  const open: OpenTurns = { current: null, stopped: new Map() };
  const context = { createChat, ...options, state, open, follow };
  const fetched = { options, state, follow };
  const turns = createTurns(context);
  const isQueueing = () => state.$queuedIds.get().size > 0;

  const refresh = () =>
    follow()
      .then((it) => it.refresh())
      .catch(() => undefined);

  /** Empties the screen, shows what comes next, and only then gives back what was never sent: it belongs to the next. */
  function leave<Result>(next: () => Result, ...why: Why): Result {
    // Where nobody could read an answer, nothing is known to have arrived.
    const unknown = follower ? [] : [...state.tree.all.values()];
    const unsent = follower?.leave(why[1]) ?? joinTexts(unknown);
    turns.leave();
    $details.set({ state: 'ready' });
    state.$title.set(null);
    const result = next();
    giveBack(unsent, unknown, options, why);
    return result;
  }

  async function loadChatDetails(chatId: string): Promise<void> {
    // What is answered here is fresher than the server's copy, and what waits to be sent goes on waiting.
    if (chatId === $chatId.get() && (turns.isBusy() || isQueueing())) return refresh();
    await leave(() => load(chatId, fetched));
  }

  const { stop, retry } = turns;
  return {
    ...state,
    ...{ stop, retry, loadChatDetails, refresh, writeDown: turns.writeDown },
    sendMessage: (text) => forWhoAsks(options, () => turns.send(text)),
    takeBack: () => follower?.takeBack() ?? null,
    showBranch: (messageId) => follower?.showBranch(messageId),
    editMessage: (messageId, text) =>
      forWhoAsks(options, async () => (await follow()).editMessage(messageId, text)),
    regenerate: async (answerId, options) => (await follow()).regenerate(answerId, options),
    findUnsentChats: (lastId) => findUnsentChats(lastId, fetched),
    noteTitle: (chatId, title) => {
      if (chatId === $chatId.get()) state.$title.set(title);
    },
    startNewChat: (...why) => {
      leave(
        () => {
          $chatId.set(null);
        },
        ...why,
      );
    },
  };
}
