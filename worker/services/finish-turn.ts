import { AppError } from '../errors.ts';
import type { ChatRepository, FinishedTurn, TurnEnd } from '../ports/chat-repository.ts';

/** Waits between attempts, in milliseconds. Together well below the 30 s that a worker lives on after its reader left. */
const pausesMs = [250, 1_000];

/**
 * Stores how a turn ended. It tries again when the database can't be reached: the answer is paid for, and the second
 * call for one answer is safe.
 * @throws AppError when it could not be stored
 */
export async function finishTurn(chats: ChatRepository, end: TurnEnd): Promise<FinishedTurn> {
  for (const pauseMs of pausesMs) {
    try {
      return await chats.finishTurn(end);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'service_unavailable') throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return chats.finishTurn(end);
}
