import type { ChatRepository, FinishedTurn, TurnEnd } from '../ports/chat-repository.ts';
import { storeEnd, type StoreEndDeps } from './store-end.ts';

/** What storing the end of a turn takes. */
export interface FinishTurnDeps extends StoreEndDeps {
  readonly chats: Pick<ChatRepository, 'finishTurn'>;
}

/**
 * Stores how a turn ended. While the database can't be reached it tries again: the answer is paid for, and a second call for
 * one answer is safe.
 * @throws AppError when it could not be stored
 */
export function finishTurn(deps: FinishTurnDeps, end: TurnEnd): Promise<FinishedTurn> {
  return storeEnd(deps, (signal) => deps.chats.finishTurn(end, signal));
}
