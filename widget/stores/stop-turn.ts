import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { createBackoff } from './backoff.ts';
import type { PageLife } from './page-life.ts';
import { type SettleTarget, settleStopped } from './settle-turn.ts';
import type { Turn } from './turn.ts';
import { waitToRetry } from './wait-to-retry.ts';

/** How long the server may take to say what it has kept of a stopped answer, in milliseconds. */
const settleMaxMs = 2_000;

/** How often the server is asked to stop an answer. */
const triesMax = 6;

/** What asking for a stop needs. */
export interface StopContext extends SettleTarget {
  readonly api: Pick<ChatApi, 'stopAnswer'>;
  readonly page: PageLife;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * Has the server stop a turn's answer, until `turn.stopping` is aborted: another answer of its chat must not be stopped in its
 * place. Asks again when a request does not get through, and before the turn's `start` also when it does: the server may not
 * have begun yet. Never rejects.
 */
export async function requestStop(turn: Turn, { api, page, random }: StopContext): Promise<void> {
  turn.stopping?.abort();
  const controller = new AbortController();
  const { signal } = controller;
  turn.stopping = controller;
  const backoff = createBackoff(random);
  for (let tries = 1; tries <= triesMax && !signal.aborted; tries += 1) {
    const hasBegun = turn.answerId !== null;
    try {
      await api.stopAnswer(turn.chatId, { signal, lastEventId: turn.lastEventId });
      if (hasBegun) return;
    } catch (error) {
      if (hasBegun && !(error instanceof ChatApiError && error.retryable)) return;
    }
    await waitToRetry(backoff.next(), page, signal).catch(() => undefined);
  }
  controller.abort();
}

/** Stops a turn that was sent. Its stream says what the server has kept; without its word the turn ends by itself. */
export function stopTurn(turn: Turn, context: StopContext): void {
  void requestStop(turn, context);
  setTimeout(() => {
    if (turn.isSettled || turn.controller.signal.aborted) return;
    settleStopped(turn, context);
    turn.controller.abort();
  }, settleMaxMs);
}
