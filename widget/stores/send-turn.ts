import type { ChatRequest } from '../../protocol/chat.ts';
import type { StreamPart } from '../../protocol/event-stream.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { PendingChatMessage } from './anonymous-limit-reached-error.ts';
import type { CatalogStore } from './catalog.ts';
import type { QuotaStore } from './quota.ts';
import { type Link, type LinkContext, openLink } from './link.ts';
import type { TurnTarget } from './receive-part.ts';
import type { StoredTarget } from './show-stored.ts';
import type { Turn } from './turn.ts';

/** What a turn needs from around it. */
export interface TurnContext extends TurnTarget, LinkContext, StoredTarget {
  readonly api: Pick<ChatApi, 'sendChatMessage' | 'resumeAnswer' | 'stopAnswer' | 'getChatMessages'>;
  readonly catalog: Pick<CatalogStore, '$catalog' | '$providerId' | '$promptId' | 'loadAiConfig'>;
  readonly quota: QuotaStore;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Hears the id of the chat that a message is sent into, before anybody knows whether it arrives. */
  readonly onSend: (chatId: string) => void;
}

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
  turn.providerId ??= catalog.$providerId.get();
  turn.promptId ??= catalog.$promptId.get();
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
  context.onSend(turn.chatId);
  turn.isSent = true;
  const link = openLink(turn, context);
  return { link, opening: context.api.sendChatMessage(request, link.options) };
}
