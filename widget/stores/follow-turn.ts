import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import { createBackoff } from './backoff.ts';
import type { ChatState } from './chat-state.ts';
import { openLink } from './link.ts';
import { broken, type LinkEnd, readLink } from './read-link.ts';
import { type SentTurn, sendTurn, type TurnContext } from './send-turn.ts';
import type { Outbox } from './outbox.ts';
import type { TurnTarget } from './receive-part.ts';
import { catchUp, type StoredTarget } from './show-stored.ts';
import type { Turn } from './turn.ts';
import { waitToRetry } from './wait-to-retry.ts';

/** How long a lost answer is looked for without a sign of life, in milliseconds: as long as a turn may last. */
const searchMaxMs = 5 * 60_000;

/** How long a connection may be missing before it is worth a word, in milliseconds. */
const unnoticedMs = 1_000;

/** Failures to reach the server. The answer runs on behind them. */
const unreached: ReadonlySet<ClientErrorCode> = new Set([
  'interrupted',
  'offline',
  'service_unavailable',
  'rate_limited',
  'turn_in_progress',
]);

/** What following an answer needs. */
export interface FollowContext extends TurnContext, TurnTarget, StoredTarget {
  readonly api: TurnContext['api'] & Pick<ChatApi, 'resumeAnswer' | 'stopAnswer' | 'getChatMessages'>;
  readonly quota: TurnContext['quota'];
  readonly outbox: StoredTarget['outbox'] & Pick<Outbox, 'queue'>;
}

/** Says that the connection is missing when it has been for a while. */
function watchConnection($isReconnecting: ChatState['$isReconnecting']) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    lost: (): void => {
      timer ??= setTimeout(() => {
        $isReconnecting.set(true);
      }, unnoticedMs);
    },
    found: (): void => {
      clearTimeout(timer);
      timer = undefined;
      $isReconnecting.set(false);
    },
  };
}

/**
 * One try to hear the rest of an answer. Before its `start` the message is sent again: under its id it is the same message.
 * @throws what ends the search: a refusal, the failure of the answer, the reason why its chat was left
 */
async function reconnect(
  turn: Turn,
  context: FollowContext,
  heard: { onOpen: () => void; onPart: () => void },
): Promise<LinkEnd> {
  const how = { passing: unreached, ...heard };
  if (turn.answerId === null) {
    // What waited and is not written down any more was sent elsewhere, or its chat is deleted: it would begin that anew.
    if (context.outbox.queue.gone().some(({ userMessageId: id }) => id === turn.userMessageId))
      throw new ChatApiError('turn_in_progress');
    const { link, opening } = await sendTurn(turn, context);
    return readLink(turn, link, opening, context, how);
  }
  const { chatId, lastEventId, controller } = turn;
  await context.presence.whenThere(controller.signal);
  controller.signal.throwIfAborted();
  const link = openLink(turn, context);
  const opening = context.api.resumeAnswer(chatId, { ...link.options, lastEventId });
  const end = await readLink(turn, link, opening, context, how);
  return end === 'none' ? takeStored(turn, context) : end;
}

/** Nobody tells this answer any more: what is stored is all there is. */
async function takeStored(turn: Turn, context: FollowContext): Promise<LinkEnd> {
  const { signal } = turn.controller;
  try {
    const reply = await context.api.getChatMessages(turn.chatId, { signal });
    signal.throwIfAborted();
    return catchUp(turn, reply, context) ? 'told' : 'none';
  } catch (error) {
    if (!signal.aborted && error instanceof ChatApiError && unreached.has(error.code)) return 'lost';
    throw error;
  }
}

/**
 * Hears an answer to its end over as many connections as that takes.
 * @param sent the connection over which its message was sent; null for an answer that runs already
 * @throws as `reconnect`, and what a message without a reply fails with; `interrupted` when there was no sign of life for too long
 */
export async function followTurn(turn: Turn, context: FollowContext, sent: SentTurn | null): Promise<void> {
  const end = sent && (await readLink(turn, sent.link, sent.opening, context, { passing: broken }));
  if (end !== 'told') await findAnswer(turn, context, end ?? 'cut');
}

/** Looks for an answer whose connection is lost, until it has ended. */
async function findAnswer(turn: Turn, context: FollowContext, lost: LinkEnd): Promise<void> {
  const { page, presence, random, now, state } = context;
  const { signal } = turn.controller;
  const backoff = createBackoff(random);
  const connection = watchConnection(state.$isReconnecting);
  let aliveAt = now().getTime();
  const seeLife = (): void => {
    aliveAt = now().getTime();
    backoff.reset();
  };
  // The time without anybody does not count, and nobody who comes back is told of it.
  const unbind = presence.onChange((isAway) => {
    if (isAway) {
      connection.found();
      aliveAt = Infinity;
    } else connection.lost();
  });
  try {
    for (let next = lost; next !== 'told';) {
      await presence.whenThere(signal);
      connection.lost();
      const isWoken = next === 'cut' || (await waitToRetry(backoff.next(), page, signal));
      if (isWoken) seeLife();
      next = await reconnect(turn, context, {
        // No sign of life yet: it may close at once.
        onOpen: connection.found,
        onPart: () => {
          connection.found();
          seeLife();
        },
      });
      if (aliveAt === Infinity) seeLife();
      if (next !== 'told' && now().getTime() - aliveAt > searchMaxMs) throw new ChatApiError('interrupted');
    }
  } finally {
    unbind();
    connection.found();
  }
}
