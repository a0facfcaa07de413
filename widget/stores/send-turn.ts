import type { ChatRequest } from '../../protocol/chat.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { PendingChatMessage } from './anonymous-limit-reached-error.ts';
import type { CatalogStore } from './catalog.ts';
import type { QuotaStore } from './quota.ts';
import { type Link, type LinkContext, openLink } from './link.ts';
import type { Turn } from './turn.ts';

/** What a turn needs from around it to be sent. */
export interface TurnContext extends LinkContext {
  readonly api: Pick<ChatApi, 'sendChatMessage'>;
  readonly catalog: Pick<CatalogStore, '$catalog' | '$providerId' | '$promptId' | 'loadAiConfig'>;
  readonly quota: QuotaStore;
}

/** The turn as it would be sent again later. Of another answer to what was said before there is no text to keep. */
export function toPending(turn: Turn, context: Pick<TurnContext, 'catalog'>): PendingChatMessage {
  const { userMessageId, answerKey, text, chatId, parentId } = turn;
  const { $providerId, $promptId } = context.catalog;
  return {
    messageId: answerKey ?? userMessageId,
    message: answerKey === null ? text : '',
    chatId,
    parentId,
    providerId: $providerId.get(),
    promptId: $promptId.get(),
  };
}

async function toRequest(turn: Turn, { catalog }: TurnContext): Promise<ChatRequest> {
  await catalog.loadAiConfig();
  const state = catalog.$catalog.get();
  turn.providerId ??= turn.onlyProviderId ?? catalog.$providerId.get();
  turn.promptId ??= catalog.$promptId.get();
  if (turn.providerId === null) {
    throw new ChatApiError(state.state === 'failed' ? state.code : 'provider_unavailable');
  }
  const { text, providerId, promptId, chatId, userMessageId, parentId, answerKey } = turn;
  const request = { providerId, chatId, ...(promptId !== null && { promptId }) };
  return answerKey === null
    ? { ...request, message: text, messageId: userMessageId, ...(parentId !== null && { parentId }) }
    : { ...request, regenerate: true, messageId: answerKey, parentId: userMessageId };
}

/** A message on its way, and what comes back of it. */
export interface SentTurn {
  readonly link: Link;
  readonly opening: AsyncIterable<StreamPart>;
}

/**
 * Sends the message. Its answer is read by who loads the reader meanwhile: see load-follower.ts.
 * @param whenReadable rejects when it is known that nobody could read the answer: then it is not asked for
 */
export async function sendTurn(
  turn: Turn,
  context: TurnContext,
  whenReadable?: () => Promise<void>,
): Promise<SentTurn> {
  const request = await toRequest(turn, context);
  const { signal } = turn.controller;
  await whenReadable?.();
  await context.presence.whenThere(signal);
  signal.throwIfAborted();
  turn.isSent = true;
  const link = openLink(turn, context);
  return { link, opening: context.api.sendChatMessage(request, link.options) };
}
