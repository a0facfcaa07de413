import { countCharacters, hasVisibleText, messageCharactersMax } from '../../protocol/message-text.ts';
import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { AnonymousLimitReachedError } from './anonymous-limit-reached-error.ts';
import type { ChatState } from './chat-state.ts';
import { isFollowerMissing, loadFollower } from './load-follower.ts';
import { sendTurn, toPending, type TurnContext } from './send-turn.ts';
import {
  failTurn,
  isUnsent,
  joinTexts,
  removeMessage,
  replaceMessage,
  settleStopped,
} from './settle-turn.ts';
import { createTurn, type OpenTurns, toMessage, type Turn } from './turn.ts';

/** The turns of one conversation: one at a time, the newest kept while its answer can be asked for again. */
export interface Turns {
  isBusy: () => boolean;
  /** See `ChatStore.sendMessage`. */
  send: (text: string) => Promise<void>;
  stop: () => void;
  retry: () => Promise<void>;
  takeBack: () => string | null;
  /**
   * Leaves what runs, which runs on without this element, and empties the screen.
   * @returns the text that the server never accepted and that would be lost, or null
   */
  leave: () => string | null;
  /** See `StoredTarget`. */
  join: (turn: Turn) => void;
}

/** What turns need. */
export interface TurnsOptions extends TurnContext {
  /** The chat has gone on elsewhere, and a message could not be sent for it. */
  readonly onConflict: () => void;
}

/** @throws ChatApiError for a text that the server would refuse */
function checkText(text: string): void {
  if (!hasVisibleText(text)) throw new ChatApiError('invalid_request');
  if (countCharacters(text) > messageCharactersMax) throw new ChatApiError('message_too_long');
}

/**
 * Sends a turn, or joins one that runs, and has its answer read.
 * @throws as `runTurn`
 */
async function hear(turn: Turn, context: TurnContext): Promise<void> {
  // What reads the answer is loaded while the message is on its way, and while there is a network.
  const loading = loadFollower();
  const whenReadable = async () => {
    if (isFollowerMissing()) await loading;
  };
  const sending = turn.isJoined ? null : sendTurn(turn, context, whenReadable);
  sending?.catch(() => undefined);
  try {
    const { runTurn } = await loading;
    await runTurn(turn, context, sending);
  } catch (error) {
    if (error instanceof AnonymousLimitReachedError) throw error;
    if (!turn.controller.signal.aborted && !turn.isSettled)
      failTurn(turn, new ChatApiError('service_unavailable', { cause: error }), context);
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

/** The turns of one conversation. */
export function createTurns(options: TurnsOptions): Turns {
  const { state, open, quota, newId, now } = options;
  /** A new chat's id is minted here, so that a message sent twice after a lost reply cannot open two chats. */
  let newChatId = newId();

  const isBusy = () => ['waiting', 'streaming'].includes(state.$answer.get().state);

  async function run(turn: Turn): Promise<void> {
    // From now on a stop would be this one's.
    open.stopped.get(turn.chatId)?.stopping?.abort();
    open.current = turn;
    await hear(turn, options);
    if (open.current !== turn) return;
    const answer = state.$answer.get();
    if (answer.state === 'failed' && answer.error.code === 'turn_in_progress') options.onConflict();
  }

  async function begin(turn: Turn): Promise<void> {
    // The one before may still wait for its chat's title: what it has to say from now on is nobody's.
    open.current?.controller.abort();
    state.$streamingText.set('');
    state.$answer.set({ state: 'waiting', userMessageId: turn.userMessageId, isJoined: false });
    await run(turn);
  }

  async function send(text: string): Promise<void> {
    checkText(text);
    if (isBusy()) throw new ChatApiError('turn_in_progress');
    const chatId = state.$chatId.get() ?? newChatId;
    const turn = createTurn({ chatId, userMessageId: newId(), text, isAccepted: false });
    if (quota.isExhausted())
      throw new AnonymousLimitReachedError(toPending(turn, options), quota.$quota.get());
    const messages = state.$messages.get();
    state.$messages.set([...messages, toMessage(turn, messages.at(-1), now())]);
    await begin(turn);
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
    stop: () => {
      if (open.current !== null && isBusy()) stop(open.current, options);
    },
    retry,
    takeBack: () => takeBack(open, state),
    leave: () => {
      newChatId = newId();
      return leaveTurns(open, state, isBusy());
    },
    join: (turn) => void run(turn),
  };
}

/** See `ChatStore.stop`. */
function stop(turn: Turn, context: TurnContext): void {
  if (turn.stopping !== null) return;
  turn.stopping = new AbortController();
  if (turn.isSent) {
    context.open.stopped.set(turn.chatId, turn);
    void loadFollower().then(({ stopTurn }) => {
      stopTurn(turn, context);
    });
    return;
  }
  settleStopped(turn, context);
  turn.controller.abort();
}

/** See `ChatStore.takeBack`. */
function takeBack(open: OpenTurns, state: ChatState): string | null {
  const answer = state.$answer.get();
  if (open.current === null || answer.state !== 'failed' || !answer.canTakeBack) return null;
  const { userMessageId, text } = open.current;
  open.current = null;
  removeMessage(state, userMessageId);
  state.$answer.set({ state: 'idle' });
  return text;
}

/** See `Turns.leave`. */
function leaveTurns(open: OpenTurns, state: ChatState, isBusy: boolean): string | null {
  const { current } = open;
  const isLost = (message: Message) =>
    isUnsent(message) || (isBusy && !current?.isAccepted && message.id === current?.userMessageId);
  const unsent = state.$messages.get().filter(isLost);
  current?.controller.abort();
  open.current = null;
  // The list goes first: who listens must not take this for the end of an answer.
  state.$messages.set([]);
  state.$answer.set({ state: 'idle' });
  state.$streamingText.set('');
  return unsent.length > 0 ? joinTexts(unsent) : null;
}
