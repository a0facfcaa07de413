import { ChatApiError } from '../api/chat-api-error.ts';
import { createBackoff } from './backoff.ts';
import { parentToName } from './branches.ts';
import type { ChatState } from './chat-state.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { type SentTurn, sendTurn, type TurnContext } from './send-turn.ts';
import { createTurn, type OpenTurns, showFailure, type Turn } from './turn.ts';
import { waitToRetry } from './wait-to-retry.ts';

/** What sending what waits needs. */
export interface PumpContext extends TurnContext {
  readonly state: ChatState;
  readonly open: OpenTurns;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly isBusy: () => boolean;
  /** Takes out of the queue what another tab has sent, or given back. @returns whether there was something */
  readonly dropGone: () => boolean;
  /** See `ChatStore.refresh`. */
  readonly refresh: () => Promise<void>;
  /** Has the answer of a turn read that is on its way. */
  readonly run: (turn: Turn, sending: Promise<SentTurn>) => Promise<void>;
}

/** Sends what waits, one after another. A try without a connection changes nothing on the screen. */
export interface OutboxPump {
  /** Tries the first now, unless something is on its way, or stands in the way that its person has to see. */
  readonly next: (options?: { isWanted?: boolean }) => Promise<void>;
  /** Tries it a while later: longer each time, at once when the page is back online. */
  readonly wait: () => void;
  /** The try that nobody sees is this turn's. */
  readonly isTrying: (turn: Turn) => boolean;
  readonly stop: () => void;
}

/** A turn like the one that waits: what was chosen for it holds, and its place is where it stands. */
function again(waiting: Turn, state: ChatState): Turn {
  const { userMessageId, providerId, promptId, parentId } = waiting;
  const above = state.tree.all.get(userMessageId)?.parentId ?? null;
  const turn = createTurn({ ...waiting, parentId: parentId ?? parentToName(state, above) });
  return Object.assign(turn, { providerId, promptId });
}

/** Whether something failed for a reason that time alone does not cure: a message before the first that waits, or its answer. */
export function isHeld({ $answer }: ChatState, queue: OutboxQueue): boolean {
  const answer = $answer.get();
  return answer.state === 'failed' && queue.find(answer.userMessageId) === undefined;
}

/** The pump of one conversation. */
export function createOutboxPump(context: PumpContext, queue: OutboxQueue): OutboxPump {
  const { state, open, page, isBusy, refresh, run, quota, dropGone } = context;
  const backoff = createBackoff(context.random);
  let pause = new AbortController();
  let trying: Turn | null = null;
  let isReading = false;

  async function attempt(first: Turn): Promise<void> {
    const turn = again(first, state);
    open.current?.controller.abort();
    open.stopped.get(turn.chatId)?.stopping?.abort();
    open.current = turn;
    trying = turn;
    await run(turn, sendTurn(turn, context)).finally(() => {
      if (trying === turn) trying = null;
    });
    if (state.$answer.get().state === 'idle') void next();
  }

  async function isReady(): Promise<boolean> {
    // What was sent from elsewhere is shown by the server's copy.
    if (!dropGone() && state.$details.get().state === 'ready') return true;
    isReading = true;
    await refresh().finally(() => (isReading = false));
    return state.$details.get().state === 'ready';
  }

  function wait(): void {
    pause.abort();
    pause = new AbortController();
    waitToRetry(backoff.next(), page, pause.signal).then(
      (isWoken) => {
        if (isWoken) backoff.reset();
        void next();
      },
      () => undefined,
    );
  }

  async function next({ isWanted = false } = {}): Promise<void> {
    if (queue.turns().length === 0 || isBusy() || trying || isReading) return;
    if (isHeld(state, queue) && !isWanted) return;
    pause.abort();
    if (!(await isReady())) {
      if (queue.turns().length > 0) wait();
      return;
    }
    const [first] = queue.turns();
    if (first === undefined || isBusy()) return;
    if (quota.isExhausted()) {
      open.current = createTurn(first);
      showFailure(first, new ChatApiError('anonymous_limit_reached'), state);
    } else await attempt(first);
  }

  return {
    next,
    wait,
    isTrying: (turn) => turn === trying,
    stop: () => {
      pause.abort();
      trying = null;
      backoff.reset();
    },
  };
}
