import type { AnswerOptions } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import type { PageLife } from './page-life.ts';
import type { Presence } from './presence.ts';
import type { Turn } from './turn.ts';

/** How long a connection may be silent after a wake, in milliseconds. The worker's heartbeats come twice as often. */
const silenceMaxMs = 1_000;

/** One connection of a turn. */
export interface Link {
  /** With these its answer is asked for. */
  readonly options: AnswerOptions & { readonly signal: AbortSignal };
  /** The last event that it has told, null before the first. */
  eventId: string | null;
  /** It was cut by us, and another can be had at once. */
  readonly isCut: () => boolean;
  /** Ends it, if it has not ended. */
  readonly close: () => void;
}

/** What can end a connection. */
export interface LinkContext {
  readonly presence: Pick<Presence, 'onChange' | 'whenThere'>;
  readonly page: PageLife;
}

/** A signal that is aborted with its owner's, and when the connection is cut. */
interface Cutter {
  readonly signal: AbortSignal;
  /** It was cut, and not given up by its owner. */
  readonly isCut: () => boolean;
  readonly cut: () => void;
  readonly unbind: () => void;
}

/**
 * Makes the signal of one connection. (`AbortSignal.any` is younger than the browsers we are built for.)
 * @param owner who gives up altogether
 * @param onCut binds the causes of a cut, and returns what unbinds each
 * @param reason what a cut connection rejects with
 */
export function createCutter(
  owner: AbortSignal | undefined,
  onCut: (cut: () => void) => readonly (() => void)[],
  reason?: Error,
): Cutter {
  const controller = new AbortController();
  const cut = (): void => {
    controller.abort(reason);
  };
  const giveUp = (): void => {
    controller.abort(owner?.reason);
  };
  if (owner?.aborted) giveUp();
  owner?.addEventListener('abort', giveUp);
  const unbinds = onCut(cut);
  return {
    signal: controller.signal,
    isCut: () => controller.signal.aborted && !owner?.aborted,
    cut,
    unbind: () => {
      for (const unbind of unbinds) unbind();
      owner?.removeEventListener('abort', giveUp);
    },
  };
}

/** Until its `start` nobody knows whether there is an answer to go on with. */
const canGoOn = ({ answerId, isSettled }: Turn) => answerId !== null && !isSettled;

/**
 * A connection that is cut when the element is taken out of its page, and when it is silent after the page was away: then nobody
 * else tells whether it is alive. It is closed for good when its turn is left.
 */
export function openLink(turn: Turn, { presence, page }: LinkContext): Link {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const { signal, isCut, cut, unbind } = createCutter(
    turn.controller.signal,
    (cut) => [
      presence.onChange((isAway) => {
        if (isAway) cut();
      }),
      page.onWake(({ mayBeCut }) => {
        if (mayBeCut && canGoOn(turn)) timer ??= setTimeout(cut, silenceMaxMs);
      }),
      hear,
    ],
    new ChatApiError('interrupted'),
  );
  const onEventId = (id: string): void => {
    link.eventId = id;
  };
  const close = (): void => {
    unbind();
    cut();
  };
  const link: Link = { options: { signal, onEventId, onActivity: hear }, eventId: null, isCut, close };
  return link;
}
