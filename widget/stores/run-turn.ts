import type { ChatRequest } from '../../protocol/chat.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import { AnonymousLimitReachedError, type PendingChatMessage } from './anonymous-limit-reached-error.ts';
import type { CatalogStore } from './catalog.ts';
import type { QuotaStore } from './quota.ts';
import { receivePart, removeMessage, replaceMessage, settleAnswer, type TurnTarget } from './receive-part.ts';
import type { Turn } from './turn.ts';

/** What a turn needs from around it. */
export interface TurnContext extends TurnTarget {
  readonly api: Pick<ChatApi, 'sendChatMessage'>;
  readonly catalog: Pick<CatalogStore, '$catalog' | '$providerId' | '$promptId' | 'loadAiConfig'>;
  readonly quota: QuotaStore;
  /** Hears the id of the chat that a message is sent into, before anybody knows whether it arrives. */
  readonly onSend: (chatId: string) => void;
  /** False once the chat was left or the answer stopped: nothing of this turn may show any more. */
  readonly isCurrent: (turn: Turn) => boolean;
}

/** Failures that go away when the person does something first: another model, another chat, a new sign-in, tomorrow. */
const curable: ReadonlySet<ClientErrorCode> = new Set([
  'provider_unavailable',
  'prompt_unavailable',
  'provider_auth',
  'context_too_long',
  'unauthenticated',
  'invalid_token',
  'user_limit_reached',
  'budget_reached',
]);

/** The turn as it would be sent again later. */
export function toPending({ userMessageId, text, chatId }: Turn, context: TurnContext): PendingChatMessage {
  const { $providerId, $promptId } = context.catalog;
  return {
    messageId: userMessageId,
    message: text,
    chatId,
    providerId: $providerId.get(),
    promptId: $promptId.get(),
  };
}

async function toRequest(turn: Turn, { catalog }: TurnContext): Promise<ChatRequest> {
  await catalog.loadAiConfig();
  const state = catalog.$catalog.get();
  turn.providerId = catalog.$providerId.get();
  turn.promptId = catalog.$promptId.get();
  if (turn.providerId === null) {
    throw new ChatApiError(state.state === 'failed' ? state.code : 'provider_unavailable');
  }
  return {
    message: turn.text,
    providerId: turn.providerId,
    chatId: turn.chatId,
    messageId: turn.userMessageId,
    ...(turn.promptId !== null && { promptId: turn.promptId }),
  };
}

function noteLimit({ quota }: ChatApiError, store: QuotaStore): void {
  const known = store.$quota.get();
  if (quota !== undefined) store.set(quota);
  else if (known !== null) store.set({ ...known, used: known.limit, remaining: 0 });
}

/** Takes the message out of the list and says so with the turn in hand: nothing of it is lost. */
function meetLimit(turn: Turn, error: ChatApiError, context: TurnContext): AnonymousLimitReachedError {
  const { state, quota } = context;
  removeMessage(state, turn.userMessageId);
  state.$answer.set({ state: 'idle' });
  return new AnonymousLimitReachedError(toPending(turn, context), quota.$quota.get(), error);
}

/** Ends a turn that came to nothing, and says what can be done about it. */
export function failTurn(turn: Turn, error: ChatApiError, context: TurnTarget): void {
  settleAnswer(turn, turn.status ?? 'interrupted', context);
  const { userMessageId, isAccepted } = turn;
  if (!isAccepted) replaceMessage(context.state, userMessageId, { status: 'failed' });
  const canRetry = error.retryable || curable.has(error.code);
  context.state.$answer.set({ state: 'failed', userMessageId, error, canRetry, canTakeBack: !isAccepted });
}

async function readAnswer(turn: Turn, context: TurnContext): Promise<void> {
  const request = await toRequest(turn, context);
  const { signal } = turn.controller;
  signal.throwIfAborted();
  context.onSend(turn.chatId);
  for await (const part of context.api.sendChatMessage(request, { signal })) {
    if (!context.isCurrent(turn) || signal.aborted) return;
    receivePart(turn, part, context);
  }
  if (!turn.isSettled) throw new ChatApiError('interrupted');
}

/**
 * Sends one turn and brings its answer into the conversation. A failure becomes state, beside the message it concerns.
 * @throws AnonymousLimitReachedError when the server says so; the message is no longer in the list
 */
export async function runTurn(turn: Turn, context: TurnContext): Promise<void> {
  context.state.$streamingText.set('');
  context.state.$answer.set({ state: 'waiting', userMessageId: turn.userMessageId });
  try {
    await readAnswer(turn, context);
  } catch (cause) {
    const error = cause instanceof ChatApiError ? cause : new ChatApiError('internal', { cause });
    if (context.isCurrent(turn) && !turn.isSettled) {
      const isLimit = error.code === 'anonymous_limit_reached';
      if (isLimit) noteLimit(error, context.quota);
      // A message that the server has stays where it is: only its answer is missing.
      if (isLimit && !turn.isAccepted) throw meetLimit(turn, error, context);
      failTurn(turn, error, context);
    }
  }
}
