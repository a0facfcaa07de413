/* What is not needed before the first message is on its way: see load-follower.ts. */
import type { ChatDetailsReply } from '../../protocol/history.ts';
import type { Message } from '../../protocol/message.ts';
import type { ChatApi } from '../api/chat-api.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { followBranch } from './branches.ts';
import { editMessage, regenerate, showBranch } from './branches-turns.ts';
import type { ChatOptions, ChatStore } from './chat.ts';
import { type ChatState, isUnsent, joinTexts } from './chat-state.ts';
import { type ChatLoader, createChatLoader } from './load-chat.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { OutboxOptions } from './outbox-queue.ts';
import type { TurnTarget } from './receive-part.ts';
import { createChatRefresher, readReply, type RefreshContext } from './refresh-chat.ts';
import { type RunContext, runTurn } from './run-turn.ts';
import type { SentTurn, TurnContext } from './send-turn.ts';
import { settleStopped } from './settle-turn.ts';
import { showStored, type StoredTarget } from './show-stored.ts';
import { stopTurn } from './stop-turn.ts';
import type { OpenTurns, Turn } from './turn.ts';
import type { Turns } from './turns.ts';

export { ChatDetailsReply, ChatHistoryReply } from '../../protocol/history.ts';
export { readAnswer } from '../api/read-answer.ts';

/** What is on hand where a conversation is put together. */
export interface FollowerContext extends TurnContext, OutboxOptions {
  readonly api: Pick<ChatApi, 'sendChatMessage' | 'resumeAnswer' | 'stopAnswer' | 'getChatMessages'>;
  readonly state: ChatState;
  readonly open: OpenTurns;
  readonly turns: Turns;
  readonly newId: () => string;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Hears the id of the chat that a message is sent into, before anybody knows whether it arrives. */
  readonly onSend: (chatId: string) => void;
  readonly onUnsent: StoredTarget['onUnsent'];
  readonly onTurn: StoredTarget['onTurn'];
  readonly onChat: TurnTarget['onChat'];
  /** Makes another conversation like this one; null in one that nobody sees. */
  readonly createChat?: ((options: ChatOptions) => ChatStore) | null;
}

/** The part of a conversation that reads answers and stored chats, and knows its branches and what waits to be sent. */
export interface ChatFollower extends Pick<Outbox, 'enqueue' | 'takeBack'>, Pick<ChatLoader, 'load'> {
  /** Has the answer of a turn read, and then lets go out what waits. @throws as `runTurn` */
  readonly runTurn: (turn: Turn, sending: Promise<SentTurn> | null) => Promise<void>;
  readonly stopTurn: (turn: Turn) => void;
  readonly refresh: () => Promise<void>;
  readonly showBranch: (messageId: string) => void;
  readonly editMessage: (messageId: string, text: string) => Promise<void>;
  readonly regenerate: (answerId: string, options?: { providerId?: string | null }) => Promise<void>;
  readonly findUnsentChats: (lastId?: string | null) => readonly string[];
  /** The chat is left. @param former see `Outbox.leave` @returns the text that the server never accepted and that would be lost */
  readonly leave: (former?: string | null) => string;
}

/** Takes the message off the screen that waited for a chat which does not come. */
function removeMessage({ userMessageId }: Turn, { $messages, tree }: ChatState): void {
  tree.all.delete(userMessageId);
  $messages.set($messages.get().filter(({ id }) => id !== userMessageId));
}

/** What the server never accepted, and is on the screen. */
function findLost({ current }: OpenTurns, { tree }: ChatState): Message[] {
  const onItsWayId = current?.isAccepted ? null : current?.userMessageId;
  return [...tree.all.values()].filter((message) => isUnsent(message) || message.id === onItsWayId);
}

/** Shows a chat as soon as its reply is there; without one, what waits to be sent into it. @throws what kept it from coming */
async function showLoaded(
  context: RefreshContext,
  chatId: string,
  reply: Promise<ChatDetailsReply>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const stored = await context.readReply(chatId, reply);
    if (!signal.aborted) showStored(chatId, stored, context);
  } catch (error) {
    const waiting = context.open.current;
    if (!signal.aborted && error instanceof ChatApiError) context.outbox.restore(chatId, error);
    if (!signal.aborted && waiting) removeMessage(waiting, context.state);
    throw error;
  }
}

/** The follower of one conversation. */
export function createChatFollower(given: FollowerContext): ChatFollower {
  const { state, open, turns } = given;
  const { isBusy, join } = turns;
  const run = (turn: Turn, sending: Promise<SentTurn> | null) => runTurn(turn, context, sending);
  const refresh = () => refresher.refresh();
  const outbox = createOutbox({ ...given, isBusy, refresh, run });
  const { queue, accept, enqueue, takeBack } = outbox;
  const context = {
    ...given,
    outbox,
    isBusy,
    join,
    lookAtBranch: followBranch(state, outbox.isLoose),
    onAccepted: accept,
    onConflict: () => void refresh(),
    readReply: readReply(state, open, queue),
    whenReady: () => loader.whenReady(),
  } satisfies RunContext & RefreshContext;
  const refresher = createChatRefresher(context);
  const loader = createChatLoader({ ...given, show: (...loaded) => showLoaded(context, ...loaded) });

  return {
    runTurn: async (turn, sending) => {
      await run(turn, sending);
      if (open.current === turn && state.$answer.get().state === 'idle') void outbox.next();
    },
    stopTurn: (turn) => {
      if (turn.isSent) stopTurn(turn, context);
      else if (open.current === turn) settleStopped(turn, context);
    },
    load: loader.load,
    refresh,
    showBranch: (messageId) => {
      showBranch(context, messageId);
    },
    editMessage: (messageId, text) => editMessage(given, messageId, text),
    regenerate: (answerId, options) => regenerate(given, answerId, options),
    enqueue,
    takeBack,
    findUnsentChats: (lastId) => {
      const found = queue.read().filter(({ refusal, chatId }) => !refusal || chatId === lastId);
      return [...new Set(found.map(({ chatId }) => chatId))].reverse();
    },
    leave: (former) => {
      refresher.cancel();
      loader.cancel();
      outbox.leave(former);
      return joinTexts(findLost(open, state));
    },
  };
}
