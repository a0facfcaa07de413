import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import { type ChatState, isUnsent, replaceMessage } from './chat-state.ts';
import { isFollowerMissing } from './load-follower.ts';
import { waitForChat } from './message-queue.ts';
import { type SentTurn, sendTurn, toPending, type TurnContext } from './send-turn.ts';
import type { OutboxOptions } from './outbox-queue.ts';
import {
  checkText,
  createTurn,
  type OpenTurns,
  showFailure,
  toMessage,
  type Turn,
  type TurnStart,
} from './turn.ts';
import { writeDown } from './write-down.ts';

/** The turns of one conversation: one at a time, the newest kept while its answer can be asked for again. */
export interface Turns {
  isBusy: () => boolean;
  /** See `ChatStore.sendMessage`. */
  send: (text: string) => Promise<void>;
  /**
   * A turn that may be sent now; nothing is shown yet.
   * @throws as `ChatStore.sendMessage`
   */
  prepare: (text: string, start?: Partial<TurnStart>) => Turn;
  /** Shows the message of a turn below these, and sends it. */
  ask: (turn: Turn, shown: readonly Message[]) => Promise<void>;
  /** Sends a turn whose message is on the screen. */
  begin: (turn: Turn) => Promise<void>;
  /** See `ChatStore.writeDown`. */
  writeDown: () => void;
  stop: () => void;
  retry: () => Promise<void>;
  /** Leaves what runs, which runs on without this element, and empties the screen. */
  leave: () => void;
  /** See `StoredTarget`. */
  join: (turn: Turn) => void;
}

/** What of the follower a turn needs: see follower.ts. */
export interface TurnReader {
  readonly runTurn: (turn: Turn, sending: Promise<SentTurn> | null) => Promise<void>;
  /** Ends a turn that its person has stopped, be it sent or not. */
  readonly stopTurn: (turn: Turn) => void;
  readonly enqueue: (turn: Turn) => void;
}

/** What turns need. */
export interface TurnsOptions extends TurnContext, OutboxOptions {
  readonly state: ChatState;
  readonly open: OpenTurns;
  readonly newId: () => string;
  /** Fetches the code that reads answers. */
  readonly follow: () => Promise<TurnReader>;
}

/**
 * Sends a turn, or joins one that runs, and has its answer read.
 * @throws as `runTurn`
 */
async function hear(turn: Turn, options: TurnsOptions): Promise<void> {
  // What reads the answer is loaded while the message is on its way, and while there is a network.
  const loading = options.follow();
  const whenReadable = async () => {
    if (isFollowerMissing()) await loading;
  };
  const sending = turn.isJoined ? null : sendTurn(turn, options, whenReadable);
  sending?.catch(() => undefined);
  try {
    const { runTurn } = await loading;
    await runTurn(turn, sending);
  } catch (error) {
    if (!(error instanceof ChatApiError)) throw error;
    // What takes a message back is not there either.
    if (options.open.current === turn) showFailure(turn, error, options.state, true, false);
    turn.controller.abort();
    // Of a connection that nobody reads nothing is left.
    void sending?.then(
      ({ link }) => {
        link.close();
      },
      () => undefined,
    );
  }
}

/** Makes a turn the one that is heard, until its answer has ended. */
async function hearAlone(turn: Turn, options: TurnsOptions): Promise<void> {
  const { open } = options;
  // From now on a stop would be this one's.
  open.stopped.get(turn.chatId)?.stopping?.abort();
  open.current = turn;
  await hear(turn, options);
}

/** Shows the message of a turn below these, and writes it down. */
function show(turn: Turn, shown: readonly Message[], options: TurnsOptions): void {
  const leaf = shown.findLast((message) => !isUnsent(message));
  options.state.$messages.set([...shown, toMessage(turn, leaf?.id, options.now())]);
  writeDown(turn, options);
}

/** @returns whether the message may be sent into the chat that loads; false when that was left, or has it from another tab */
async function whenLoaded(prepare: () => Turn, options: TurnsOptions): Promise<boolean> {
  const { state, open } = options;
  const before = state.$details.get();
  if (before.state === 'failed') throw before.error;
  const turn = prepare();
  open.current = turn;
  show(turn, state.$messages.get(), options);
  if (await waitForChat(turn, options)) return false;
  const details = state.$details.get();
  if (details.state === 'failed') throw details.error;
  return !state.tree.all.has(turn.userMessageId);
}

/** The turns of one conversation. */
export function createTurns(options: TurnsOptions): Turns {
  const { state, open, quota, newId, follow } = options;
  /** A new chat's id is minted here, so that a message sent twice after a lost reply cannot open two chats. */
  let newChatId = newId();

  const isBusy = () => ['waiting', 'streaming'].includes(state.$answer.get().state);
  const isQueueing = () => state.$queuedIds.get().size > 0;
  const run = (turn: Turn) => hearAlone(turn, options);
  /** One that waits for its chat to load is on its way, too. */
  const isUnderWay = () => isBusy() || (open.current !== null && state.$details.get().state === 'loading');

  async function begin(turn: Turn): Promise<void> {
    // The one before may still wait for its chat's title: what it has to say from now on is nobody's.
    open.current?.controller.abort();
    state.$streamingText.set('');
    state.$answer.set({ state: 'waiting', userMessageId: turn.userMessageId, isJoined: false });
    await run(turn);
  }

  function prepare(text: string, start: Partial<TurnStart> = {}): Turn {
    checkText(text);
    if (isUnderWay() && !isQueueing()) throw new ChatApiError('turn_in_progress');
    const chatId = state.$chatId.get() ?? newChatId;
    const turn = createTurn({ chatId, userMessageId: newId(), text, ...start });
    if (quota.isExhausted())
      throw new AnonymousLimitReachedError(toPending(turn, options), quota.$quota.get());
    return turn;
  }

  async function ask(turn: Turn, shown: readonly Message[]): Promise<void> {
    show(turn, shown, options);
    await begin(turn);
  }

  async function send(text: string): Promise<void> {
    const userMessageId = newId();
    const isReady = isQueueing() || state.$details.get().state === 'ready';
    if (!isReady && !(await whenLoaded(() => prepare(text, { userMessageId }), options))) return;
    const turn = prepare(text, { parentId: state.tree.olderLeafId, userMessageId });
    if (isQueueing()) (await follow()).enqueue(turn);
    else await ask(turn, state.$messages.get());
  }

  async function retry(): Promise<void> {
    const answer = state.$answer.get();
    if (open.current === null || answer.state !== 'failed' || !answer.canRetry) return;
    replaceMessage(state, open.current.userMessageId, { status: 'complete' });
    await begin(createTurn(open.current));
  }

  return {
    isBusy,
    send,
    prepare,
    ask,
    begin,
    writeDown: () => {
      if (isUnderWay() && open.current) writeDown(open.current, options);
    },
    stop: () => {
      if (open.current !== null && isBusy()) stop(open.current, options);
    },
    retry,
    leave: () => {
      newChatId = newId();
      leaveTurns(open, state);
    },
    join: (turn) => void run(turn),
  };
}

/** See `ChatStore.stop`. */
function stop(turn: Turn, { open, follow }: TurnsOptions): void {
  if (turn.stopping !== null) return;
  turn.stopping = new AbortController();
  if (turn.isSent) open.stopped.set(turn.chatId, turn);
  else turn.controller.abort();
  follow().then(
    ({ stopTurn }) => {
      stopTurn(turn);
    },
    () => undefined,
  );
}

/** See `Turns.leave`. */
function leaveTurns(open: OpenTurns, state: ChatState): void {
  const { tree } = state;
  open.current?.controller.abort();
  open.current = null;
  tree.all.clear();
  tree.olderLeafId = null;
  // The list goes first: who listens must not take this for the end of an answer.
  state.$messages.set([]);
  state.$answer.set({ state: 'idle' });
  state.$streamingText.set('');
}
