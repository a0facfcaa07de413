import type { Clock } from '../ports/clock.ts';
import type { TurnTimers } from '../ports/turn-timers.ts';

/** Why an answer was ended before its end: its reader wants no more of it, or it took too long. */
export type StopReason = 'stopped' | 'timeout';

/** Watches over one answer and ends it when its reader wants no more or it takes too long. */
export interface TurnWatch {
  /** Goes to whatever has to end with the turn. */
  readonly signal: AbortSignal;
  /** Undefined while nothing has stopped the answer. */
  readonly stopReason: StopReason | undefined;
  /** The provider gave a sign of life, be it text or not. */
  readonly progress: () => void;
  /** The provider wrote text: ends the limit for the first token, which no other sign of life can. */
  readonly begin: () => void;
  /** The provider called the answer whole: from then on only its token count is waited for, and no stop saves anything. */
  readonly complete: () => void;
  /** Its reader wants no more. */
  readonly stop: () => void;
  /** The answer is over: ends the timer. Nothing stops it any more. */
  readonly end: () => void;
}

/**
 * Starts the timers of a turn. They are our own because those of the vendors' SDKs end with the headers. One timer
 * serves all three limits: progress only moves the deadline, so that a token does not cost a timer.
 */
export function watchTurn(timers: TurnTimers, clock: Clock): TurnWatch {
  const controller = new AbortController();
  const totalDeadline = clock.now() + timers.totalMs;
  let deadline = Math.min(clock.now() + timers.firstTokenMs, totalDeadline);
  let wakesAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasBegun = false;
  let isWhole = false;
  let hasEnded = false;
  let stopReason: StopReason | undefined;

  const endFor = (reason: StopReason) => {
    if (hasEnded) return;
    clearTimeout(timer);
    stopReason ??= reason;
    controller.abort();
  };
  const sleep = () => {
    clearTimeout(timer);
    wakesAt = deadline;
    timer = setTimeout(wake, deadline - clock.now());
  };
  const wake = () => {
    if (clock.now() >= deadline) endFor('timeout');
    else sleep();
  };
  const progress = () => {
    if (stopReason || !hasBegun) return;
    deadline = Math.min(clock.now() + timers.idleMs, totalDeadline);
    // The first token may bring the deadline forward; every later one only moves it back.
    if (deadline < wakesAt) sleep();
  };
  sleep();

  return {
    signal: controller.signal,
    get stopReason() {
      return stopReason;
    },
    progress,
    begin() {
      if (hasBegun) return;
      hasBegun = true;
      progress();
    },
    complete: () => {
      isWhole = true;
    },
    stop: () => {
      if (!isWhole) endFor('stopped');
    },
    end: () => {
      hasEnded = true;
      clearTimeout(timer);
    },
  };
}
