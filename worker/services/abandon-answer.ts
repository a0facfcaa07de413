import { AppError } from '../errors.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { finishTurn } from './finish-turn.ts';
import { storeEnd } from './store-end.ts';

/** For each of the two, in milliseconds: somebody may wait for it, and it is tried again later. */
const storeWithinMs = 4_000;

interface AbandonDeps {
  readonly chats: Pick<ChatRepository, 'finishTurn' | 'finishTitle'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Ends an answer whose host has died. What was checkpointed of it is kept; how much more the provider wrote, and whether it
 * had begun, nobody knows any more, so it was asked once and that is all that is paid without a word. One that has ended, or
 * that nobody has begun, stays as it is; but a title that its host was to ask for is given up, and settled.
 * @throws AppError `service_unavailable`
 */
export async function abandonAnswer({ chats, clock, logger }: AbandonDeps, answerId: string): Promise<void> {
  try {
    const end = { ...abandoned, answerId };
    const { answer, costMicroUsd, titleId } = await finishTurn({ chats, clock, storeWithinMs }, end);
    if (titleId !== null) {
      const noTitle = { titleId, title: null, usage: null };
      await storeEnd({ clock, storeWithinMs }, () => chats.finishTitle(noTitle));
    }
    const status = answer?.status ?? null;
    // One that had been stored before its host died lacks nothing but the host.
    if (status === 'complete' || status === 'stopped') return;
    logger.info('abandoned', { answerId, status, costMicroUsd });
  } catch (error) {
    const isUnknown = error instanceof AppError && error.code === 'not_found';
    if (!isUnknown) throw error;
  }
}

const abandoned = {
  status: 'interrupted',
  content: null,
  finishReason: null,
  errorCode: null,
  providerId: null,
  wantsTitle: false,
  hasBegun: false,
  uncountedReads: 1,
  usage: null,
} as const;
