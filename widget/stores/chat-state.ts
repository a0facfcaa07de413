import { atom, type ReadableAtom, type WritableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';

/**
 * The answer to the newest message. `waiting` until its first word; `streaming` while `$streamingText` grows into the
 * message `messageId`; `failed` keeps the message in the list and says what can be done about it. `isJoined` when the message
 * was not sent from here, or not since its chat was opened: the answer ran already.
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

/** Everything that a conversation shows. Written by the chat store and its turns alone. */
export interface ChatState {
  readonly $chatId: WritableAtom<string | null>;
  readonly $title: WritableAtom<string | null>;
  readonly $messages: WritableAtom<readonly Message[]>;
  readonly $streamingText: WritableAtom<string>;
  readonly $answer: WritableAtom<AnswerState>;
  readonly $details: WritableAtom<DetailsState>;
  readonly $isReconnecting: WritableAtom<boolean>;
  /** Follows from `$answer` and `$details`. */
  readonly $error: ReadableAtom<ChatApiError | null>;
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

/** An empty conversation. */
export function createChatState(): ChatState {
  const state = {
    $chatId: atom<string | null>(null),
    $title: atom<string | null>(null),
    $messages: atom<readonly Message[]>([]),
    $streamingText: atom(''),
    $answer: atom<AnswerState>({ state: 'idle' }),
    $details: atom<DetailsState>({ state: 'ready' }),
    $isReconnecting: atom(false),
  };
  return { ...state, $error: followErrors(state) };
}
