import { atom, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';

/**
 * The answer to the newest message. `waiting` until its first word; `streaming` while `$streamingText` grows into the
 * message `messageId`; `failed` keeps the message in the list and says what can be done about it: when the message is one of
 * `$queuedIds` it goes out by itself, and a retry only does so now. `isJoined` when the message was not sent from here, or not
 * since its chat was opened: the answer ran already.
 */
export type AnswerState =
  | { state: 'idle' }
  | { state: 'waiting'; userMessageId: string; isJoined: boolean }
  | { state: 'streaming'; userMessageId: string; messageId: string; isJoined: boolean }
  | { state: 'failed'; userMessageId: string; error: ChatApiError; canRetry: boolean; canTakeBack: boolean };

/** Whether the chat on show is all there. */
export type DetailsState =
  | { state: 'ready' }
  | { state: 'loading'; chatId: string }
  | { state: 'failed'; chatId: string; error: ChatApiError };

/** All that is known of the chat on show, on the screen or not. */
export interface MessageTree {
  /** Every message by its id, in the order they were written: also what was not sent. */
  readonly all: Map<string, Message>;
  /** The last message of the shown branch when it isn't the newest one, or the chat's id above its first; else null. */
  olderLeafId: string | null;
}

/** Everything that a conversation shows. Written by the chat store and its turns alone. */
export interface ChatState {
  readonly $chatId: WritableAtom<string | null>;
  readonly $title: WritableAtom<string | null>;
  readonly $messages: WritableAtom<readonly Message[]>;
  readonly $siblings: WritableAtom<ReadonlyMap<string, readonly string[]>>;
  readonly $queuedIds: WritableAtom<ReadonlySet<string>>;
  readonly $streamingText: WritableAtom<string>;
  readonly $answer: WritableAtom<AnswerState>;
  readonly $details: WritableAtom<DetailsState>;
  readonly $isReconnecting: WritableAtom<boolean>;
  /** Follows from `$answer` and `$details`. */
  readonly $error: ReadableAtom<ChatApiError | null>;
  /** Follows `$messages`; branches that are not on the screen are added by who knows them. */
  readonly tree: MessageTree;
}

/** What went wrong last and still stands. */
function followErrors({ $answer, $details }: Pick<ChatState, '$answer' | '$details'>): ChatState['$error'] {
  const $error = atom<ChatApiError | null>(null);
  const look = (): void => {
    const failed = [$answer.get(), $details.get()].find(({ state }) => state === 'failed');
    $error.set(failed?.state === 'failed' ? failed.error : null);
  };
  $answer.listen(look);
  $details.listen(look);
  return $error;
}

/** A person's message that did not arrive: it is nowhere but here. */
export function isUnsent({ role, status }: Message): boolean {
  return role === 'user' && status === 'failed';
}

/** Several messages as one text. */
export function joinTexts(messages: readonly Message[]): string {
  return messages.map(({ content }) => content).join('\n');
}

/** Replaces one message, and makes a new list of it, because stores are compared by identity. */
export function replaceMessage(state: ChatState, id: string, changes: Partial<Message>): void {
  const messages = state.$messages.get();
  state.$messages.set(messages.map((message) => (message.id === id ? { ...message, ...changes } : message)));
}

/** An empty conversation. */
export function createChatState(): ChatState {
  const state = {
    $chatId: atom<string | null>(null),
    $title: atom<string | null>(null),
    $messages: atom<readonly Message[]>([]),
    $siblings: atom<ReadonlyMap<string, readonly string[]>>(new Map()),
    $queuedIds: atom<ReadonlySet<string>>(new Set()),
    $streamingText: atom(''),
    $answer: atom<AnswerState>({ state: 'idle' }),
    $details: atom<DetailsState>({ state: 'ready' }),
    $isReconnecting: atom(false),
    tree: { all: new Map<string, Message>(), olderLeafId: null },
  };
  state.$messages.listen((messages) => {
    for (const message of messages) state.tree.all.set(message.id, message);
  });
  return { ...state, $error: followErrors(state) };
}
