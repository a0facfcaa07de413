import type { StreamPart } from '../../protocol/event-stream.ts';
import { ChatApiError, type ClientErrorCode } from '../api/chat-api-error.ts';
import type { Link } from './link.ts';
import { receivePart, type TurnTarget } from './receive-part.ts';
import type { Turn } from './turn.ts';

/**
 * How one connection ended: the turn has ended with it; no answer runs, or another one; it is lost; it was cut by us, and another
 * can be had at once.
 */
export type LinkEnd = 'told' | 'none' | 'lost' | 'cut';

/** What comes over a connection: null when no answer runs. */
export type Opening = AsyncIterable<StreamPart> | Promise<AsyncIterable<StreamPart> | null>;

/** What a message without any reply may not fail with: the answer has begun to come. */
export const broken: ReadonlySet<ClientErrorCode> = new Set(['interrupted']);

/**
 * Takes what one connection tells of an answer into the conversation.
 * @param how.passing failures to get a connection that are not the turn's own
 * @param how.onOpen hears that there is a connection
 * @param how.onPart hears that something arrived
 * @throws the failure of the turn, or the reason why it was left
 */
export async function readLink(
  turn: Turn,
  link: Link,
  opening: Opening,
  target: TurnTarget,
  how: {
    readonly passing: ReadonlySet<ClientErrorCode>;
    readonly onOpen?: () => void;
    readonly onPart?: () => void;
  },
): Promise<LinkEnd> {
  let isOpen = false;
  try {
    const parts = await opening;
    if (parts === null) return 'none';
    isOpen = opening instanceof Promise;
    if (isOpen) how.onOpen?.();
    for await (const part of parts) {
      isOpen = true;
      link.options.signal.throwIfAborted();
      if (part.type === 'start' && turn.answerId !== null && part.messageId !== turn.answerId) return 'none';
      receivePart(turn, part, target);
      // Only now: an event that was cut off in front of us has to be told again.
      turn.lastEventId = link.eventId;
      how.onPart?.();
    }
    return turn.isSettled ? 'told' : 'lost';
  } catch (error) {
    if (turn.isSettled) return 'told';
    // A problem that a stream tells is the answer's own, even one of the service.
    const isLost = error instanceof ChatApiError && (isOpen ? broken : how.passing).has(error.code);
    if (turn.controller.signal.aborted || !isLost) throw error;
    return link.isCut() ? 'cut' : 'lost';
  } finally {
    link.close();
  }
}
