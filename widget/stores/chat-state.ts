import { atom, type WritableAtom } from 'nanostores';
import type { Message } from '../../protocol/message.ts';
import type { ChatApiError } from '../api/chat-api-error.ts';

/**
 * The answer to the newest message. `waiting` until its first word; `streaming` while `$streamingText` grows into the
 * message `messageId`; `failed` keeps the message in the list and says what can be done about it.
 */
export type AnswerState =
  | { state: 'idle' }
  | { state: 'waiting'; userMessageId: string }
  | { state: 'streaming'; userMessageId: string; messageId: string }
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
}

/** An empty conversation. */
export function createChatState(): ChatState {
  return {
    $chatId: atom<string | null>(null),
    $title: atom<string | null>(null),
    $messages: atom<readonly Message[]>([]),
    $streamingText: atom(''),
    $answer: atom<AnswerState>({ state: 'idle' }),
    $details: atom<DetailsState>({ state: 'ready' }),
  };
}
