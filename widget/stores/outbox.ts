import type { Message } from '../../protocol/message.ts';
import { ChatApiError } from '../api/chat-api-error.ts';
import { type IsLoose, layOut } from './branches.ts';
import { isUnsent, joinTexts, replaceMessage } from './chat-state.ts';
import type { FollowerContext } from './follower.ts';
import { mayTakeOver } from './may-take-over.ts';
import { createElsewhere, type Elsewhere } from './outbox-elsewhere.ts';
import { createOutboxPump, isHeld, type OutboxPump, type PumpContext } from './outbox-pump.ts';
import { createOutboxQueue, type OutboxQueue } from './outbox-queue.ts';
import { bringBack, offer } from './outbox-bring-back.ts';
import { failTurn, type SettleTarget } from './settle-turn.ts';
import { createTurn, toMessage, type Turn } from './turn.ts';

/**
 * Messages that the server does not have. Each is written down before it is sent, and outlives the page. What could not be sent for
 * want of a connection stands in the list and goes out by itself, each after the answer before it has ended, and each once: under the
 * ids that they always had. What was refused waits for its person.
 */
export interface Outbox extends Pick<OutboxPump, 'next' | 'wait' | 'isTrying'> {
  readonly queue: OutboxQueue;
  readonly isLoose: IsLoose;
  /**
   * Lets a message wait whose turn found no connection.
   * @returns false when that was no reason to wait, or too many do
   */
  readonly keep: (turn: Turn, error: ChatApiError) => boolean;
  /** See `ChatStore.sendMessage`. @throws ChatApiError `offline` when too many wait */
  readonly enqueue: (turn: Turn) => void;
  /** Writes the message of a turn down that is about to be sent. */
  readonly note: (turn: Turn) => void;
  /** The server has the message of this turn. */
  readonly accept: (turn: Turn) => void;
  /** A message that waited is refused for a reason that time alone does not cure: it waits no more, and is still written down. */
  readonly refuse: (turn: Turn) => void;
  /** Takes the message of a turn off the screen, and shows again what it was to stand in the place of. */
  readonly withdraw: (turn: Turn) => void;
  /** Hands what was refused to `onUnsent`, to be written anew. Nothing is left of it, unless nobody is there to take it. */
  readonly giveBack: (messages: readonly Message[]) => void;
  /** Brings back what is written down of a chat. @param error what keeps the chat from being loaded, if something does */
  readonly restore: (chatId: string, error?: ChatApiError) => void;
  /** See `ChatStore.takeBack`. */
  readonly takeBack: () => string | null;
  /**
   * Its chat is left. What is written down goes on waiting for its chat, and is taken out of what is known of it: the rest is
   * given back, and so is what nobody could open again.
   * @param former whose chat it was, when another person has come: they take it over, or it is written down for the former
   */
  readonly leave: (former?: string | null) => void;
}

/** What the outbox needs. */
export interface OutboxContext
  extends Omit<PumpContext, 'api' | 'dropGone'>, Omit<FollowerContext, 'api'>, SettleTarget {
  readonly api: FollowerContext['api'];
}

/** No connection, or none to whom a message is sent through. */
function isUnreached({ isAccepted, isSent }: Turn, { code, status }: ChatApiError): boolean {
  if (isAccepted) return false;
  return code === 'offline' || (code === 'service_unavailable' && (status === 0 || !isSent));
}

/** What the outbox is made of. */
export interface OutboxParts extends Pick<Outbox, 'queue' | 'isLoose'> {
  readonly context: OutboxContext;
  readonly pump: OutboxPump;
  readonly elsewhere: Elsewhere;
}

/** Puts the message of a turn that the server has where it belongs on the screen. */
function place(
  { chatId, userMessageId: id, parentId: named }: Turn,
  { context, isLoose }: OutboxParts,
): void {
  const { state } = context;
  const { $messages, tree } = state;
  const message = tree.all.get(id);
  if (message === undefined) return;
  if (!$messages.get().some((shown) => shown.id === id))
    $messages.set(layOut([...tree.all.values()], isLoose, isLoose(message) ? message.parentId : id));
  const shown = $messages.get();
  const index = shown.findIndex((other) => other.id === id);
  const leaf = shown.slice(0, index).findLast((other) => !isUnsent(other));
  const parentId = named === chatId ? null : (named ?? leaf?.id ?? null);
  if (message.status === 'failed' || message.parentId !== parentId)
    replaceMessage(state, id, { status: 'complete', parentId });
}

/** See `Outbox.keep`. */
function keep(turn: Turn, error: ChatApiError, { context, queue, pump }: OutboxParts): boolean {
  const isQueued = queue.find(turn.userMessageId) !== undefined;
  const isPassing = isUnreached(turn, error) || (isQueued && error.code === 'turn_in_progress');
  if (!isPassing || (!isQueued && queue.isFull(turn))) return false;
  // First: what waits was not refused.
  if (!isQueued) queue.add(turn);
  // A try that nobody saw leaves what is said of it as it was.
  if (pump.isTrying(turn) && context.state.$answer.get().state === 'failed') turn.isSettled = true;
  else failTurn(turn, error, context, true);
  pump.wait();
  return true;
}

/** See `Outbox.enqueue`. */
function enqueue(start: Turn, { context, queue, pump, isLoose }: OutboxParts): void {
  const { state, catalog, now } = context;
  // Its place is behind the others, wherever they are answered.
  const turn = createTurn({ ...start, parentId: null });
  if (queue.isFull(turn)) throw new ChatApiError('offline');
  turn.providerId = catalog.$providerId.get();
  turn.promptId = catalog.$promptId.get();
  const messages = state.$messages.get();
  const leaf = messages.findLast((message) => !isLoose(message));
  state.$messages.set([...messages, { ...toMessage(turn, leaf?.id, now()), status: 'failed' }]);
  queue.add(turn);
  void pump.next({ isWanted: true });
}

/** See `Outbox.accept`. */
function accept(turn: Turn, parts: OutboxParts): void {
  const { context, queue, pump } = parts;
  const { userMessageId } = turn;
  place(turn, parts);
  if (pump.isTrying(turn)) {
    context.state.$streamingText.set('');
    context.state.$answer.set({ state: 'waiting', userMessageId, isJoined: false });
  }
  queue.forget(new Set([userMessageId]));
}

/** See `Outbox.withdraw`. */
function withdraw(
  { userMessageId: id, parentId, before }: Turn,
  { context, queue, isLoose }: OutboxParts,
): void {
  const { $messages, tree } = context.state;
  const aboveId = tree.all.get(id)?.parentId;
  tree.all.delete(id);
  if (before !== null) $messages.set(before);
  else if (parentId === null) $messages.set($messages.get().filter((message) => message.id !== id));
  else $messages.set(layOut([...tree.all.values()], isLoose, aboveId));
  queue.forget(new Set([id]));
}

/** Withdraws the message of a turn, with what is said of it. */
function withdrawAll(turn: Turn, parts: OutboxParts): void {
  const { open, state } = parts.context;
  const answer = state.$answer.get();
  const { userMessageId: id } = turn;
  withdraw(turn, parts);
  if (open.current?.userMessageId === id) {
    open.current.controller.abort();
    open.current = null;
  }
  if (answer.state !== 'idle' && answer.userMessageId === id) state.$answer.set({ state: 'idle' });
}

/** See `Outbox.takeBack`. */
function takeBack(parts: OutboxParts): string | null {
  const { open, state } = parts.context;
  const answer = state.$answer.get();
  const isOffered = answer.state === 'failed' && answer.canTakeBack;
  const turn = parts.queue.turns().at(-1) ?? (isOffered ? open.current : null);
  if (!turn) return null;
  withdrawAll(turn, parts);
  offer(turn.chatId, parts);
  return turn.text;
}

/** The server is not known to have heard of the chat on show, and nothing in it waits for a connection. */
function isNowhere({ state, createChat }: OutboxContext, queue: OutboxQueue): boolean {
  const { $chatId, $details, tree } = state;
  if (!createChat || $details.get().state !== 'ready' || queue.turns().length > 0) return false;
  return $chatId.get() === null || [...tree.all.values()].every(isUnsent);
}

/** See `Outbox.leave`. */
function leave(former: string | null | undefined, { context, queue }: OutboxParts): void {
  const { state, open, getPerson } = context;
  const { all } = state.tree;
  const person = getPerson?.() ?? null;
  const owner = former === undefined ? person : former;
  const ids = new Set(all.keys());
  if (owner === person ? isNowhere(context, queue) : mayTakeOver(owner, person)) {
    queue.forget(ids, owner);
    return;
  }
  const kept = new Set(queue.read(owner).map(({ messageId }) => messageId));
  const current = open.current?.isAccepted ? null : open.current;
  const chatId = current?.chatId ?? state.$chatId.get() ?? '';
  // What is on the screen of a chat that loads waits for it.
  const isWaiting = state.$details.get().state === 'loading';
  for (const message of owner === person ? [] : all.values()) {
    const { id: userMessageId, content: text } = message;
    const isCurrent = userMessageId === current?.userMessageId;
    const turn = isCurrent ? current : createTurn({ chatId, userMessageId, text });
    const isLost = isCurrent || isWaiting || isUnsent(message);
    if (isLost && !kept.has(userMessageId) && queue.write(turn, owner)) kept.add(userMessageId);
  }
  for (const id of kept) all.delete(id);
}

/** Tells which messages have no place of their own in the tree. */
function createIsLoose({ open }: OutboxContext, queue: OutboxQueue): IsLoose {
  return (message) => {
    if (!isUnsent(message)) return false;
    const current = open.current?.userMessageId === message.id ? open.current : null;
    return (queue.find(message.id) ?? current)?.parentId == null;
  };
}

/** See `Outbox.note`. */
function note(turn: Turn, { context, queue }: OutboxParts): void {
  if (turn.controller.signal.aborted) return;
  context.onSend(turn.chatId);
  // What nobody sees is written down already, and may be refused by now where its person sees it.
  if (!turn.isAccepted && context.createChat !== null) queue.write(turn);
}

/** See `Outbox.giveBack`. */
function giveBack(messages: readonly Message[], { context, queue }: OutboxParts): void {
  if (!context.createChat) return;
  queue.forget(new Set(messages.map(({ id }) => id)));
  context.onUnsent(joinTexts(messages), null);
}

/** What was answered makes room for what waits; what was refused, and seen to be, is sent again by nobody but its person. */
function followAnswer({ context: { state, open, createChat }, queue, pump }: OutboxParts): void {
  state.$answer.listen((answer) => {
    if (answer.state === 'idle' && queue.turns().length > 0) pump.wait();
    if (answer.state !== 'failed' || !answer.canTakeBack || queue.find(answer.userMessageId)) return;
    if (open.current && createChat) queue.write(open.current, undefined, answer.error);
  });
}

/** The outbox of one conversation. */
export function createOutbox(context: OutboxContext): Outbox {
  const { open, state } = context;
  const { tree } = state;
  const queue = createOutboxQueue(state, context);
  const dropGone = () => {
    const gone = queue.gone();
    for (const turn of gone.reverse()) withdrawAll(turn, parts);
    // Where nobody sees it, what was refused is not tried again, nor what waited behind it.
    if (context.createChat === null && queue.isRefused()) queue.leave();
    return gone.length > 0;
  };
  const pump = createOutboxPump({ ...context, dropGone }, queue);
  const isLoose = createIsLoose(context, queue);
  const elsewhere = createElsewhere(context, queue);
  const parts: OutboxParts = { context, queue, pump, isLoose, elsewhere };
  const own =
    <Args extends unknown[], Result>(act: (...args: [...Args, OutboxParts]) => Result) =>
    (...args: Args) =>
      act(...args, parts);
  let restoredId: string | null = null;

  function restore(chatId: string, error?: ChatApiError): void {
    const sent = [...tree.all.values()].filter((message) => !isUnsent(message));
    queue.forget(new Set(sent.map(({ id }) => id)));
    if (context.getPerson?.() == null) return;
    if (restoredId === chatId) {
      offer(chatId, parts);
      return;
    }
    restoredId = chatId;
    if (!bringBack(chatId, error, parts)) return;
    if (error) pump.wait();
    else void pump.next();
  }

  followAnswer(parts);

  return {
    ...parts,
    ...pump,
    ...{ keep: own(keep), enqueue: own(enqueue), note: own(note), accept: own(accept) },
    ...{ withdraw: own(withdraw), giveBack: own(giveBack), takeBack: own(takeBack), restore },
    refuse: ({ userMessageId }) => {
      queue.drop(new Set([userMessageId]));
    },
    leave: (former) => {
      const left = open.current?.chatId ?? queue.turns()[0]?.chatId ?? state.$chatId.get();
      const isLeftHeld = isHeld(state, queue);
      pump.stop();
      if (former === undefined) queue.keep();
      leave(former, parts);
      queue.leave();
      restoredId = null;
      if (former !== undefined) elsewhere.stop();
      else if (left !== null) elsewhere.take(left, isLeftHeld);
    },
  };
}
