import { toAppError } from '../errors.ts';
import type { ChatRepository } from '../ports/chat-repository.ts';
import type { Logger } from '../ports/logger.ts';

/** Between two checkpoints, in milliseconds. With the time to store one, no word is at risk for more than three seconds. */
const intervalMs = 2_500;

/**
 * Between two checkpoints of an answer that does not grow, in milliseconds: its turn still lives, and the database believes
 * that of one it has not heard of for 90 s no longer.
 */
const silentMs = 30_000;

interface CheckpointDeps {
  readonly chats: Pick<ChatRepository, 'checkpointTurn'>;
  readonly logger: Logger;
}

/** Stores an answer while it grows. */
export interface Checkpoints {
  /** Takes the next piece of text. */
  readonly push: (text: string) => void;
  /** The answer is over: no checkpoint begins any more, and none is waited for. */
  readonly end: () => void;
}

/**
 * Keeps a running answer from being lost with its isolate: what has come is stored every 2.5 s, and every 30 s when nothing
 * has, from now on; one checkpoint at a time, beside the stream. One that fails is made up for by the next, and the first
 * failure is logged.
 */
export function checkpointAnswer(
  { chats, logger }: CheckpointDeps,
  { answerId, requestId, traceId }: { answerId: string; requestId: string; traceId: string | null },
): Checkpoints {
  let content = '';
  let storedLength = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isDue = false;
  let isStoring = false;
  let hasFailed = false;
  let hasEnded = false;

  const schedule = () => {
    const hasGrown = content.length > storedLength;
    // Text brings forward the checkpoint of a silence, and no other.
    if (hasEnded || isStoring || isDue || (timer !== undefined && !hasGrown)) return;
    clearTimeout(timer);
    isDue = hasGrown;
    timer = setTimeout(() => void store(), hasGrown ? intervalMs : silentMs);
  };
  const store = async () => {
    timer = undefined;
    isDue = false;
    isStoring = true;
    const { length } = content;
    try {
      await chats.checkpointTurn(answerId, withoutHalfCharacter(content));
      storedLength = length;
    } catch (thrown) {
      const { code, cause } = toAppError(thrown);
      if (!hasFailed) logger.error('checkpoint', { requestId, traceId, answerId, code }, cause);
      hasFailed = true;
    }
    isStoring = false;
    schedule();
  };

  schedule();
  return {
    push(text) {
      content += text;
      schedule();
    },
    end() {
      hasEnded = true;
      clearTimeout(timer);
    },
  };
}

/** Half of a surrogate pair is stored as something else, and of an answer that dies here that is what would be kept. */
function withoutHalfCharacter(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
