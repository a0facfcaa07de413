import { AppError } from '../errors.ts';
import type { ChatRepository, FinishedTurn, TurnEnd } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import { within } from './within.ts';

/** For all attempts together, in milliseconds: well below the 30 s that a worker lives on after its reader left. */
const totalMs = 20_000;

/** For one attempt. A database that hangs must leave time for the next. */
const attemptMs = 4_000;

/** Between two attempts; it doubles from the first to the last. */
const pauseMs = { first: 250, last: 4_000 };

/**
 * Stores how a turn ended. While the database can't be reached it tries again for 20 s: the answer is paid for, and a
 * second call for one answer is safe.
 * @throws AppError when it could not be stored
 */
export async function finishTurn(
  chats: Pick<ChatRepository, 'finishTurn'>,
  clock: Clock,
  end: TurnEnd,
): Promise<FinishedTurn> {
  const deadline = clock.now() + totalMs;
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.last)) {
    const limitMs = Math.min(attemptMs, deadline - clock.now());
    try {
      return await within(limitMs, (signal) => chats.finishTurn(end, signal));
    } catch (error) {
      const isAbsent = error instanceof AppError && error.code === 'service_unavailable';
      if (!isAbsent || clock.now() + pause >= deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
