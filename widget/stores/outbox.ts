import { ChatApiError } from '../api/chat-api-error.ts';
import { type IsLoose, layOut } from './branches.ts';
import { isUnsent, replaceMessage } from './chat-state.ts';
import type { FollowerContext } from './follower.ts';
import { mayTakeOver } from './may-take-over.ts';
import { createElsewhere, type Elsewhere } from './outbox-elsewhere.ts';
import { createOutboxPump, isHeld, type OutboxPump, type PumpContext } from './outbox-pump.ts';
import { createOutboxQueue, type OutboxQueue } from './outbox-queue.ts';
import { restoreUnsent } from './outbox-restore.ts';
import { failTurn, type SettleTarget } from './settle-turn.ts';
import { createTurn, showFailure, toMessage, type Turn } from './turn.ts';

/**
 * Messages that could not be sent for want of a connection. They stand in the list, outlive the page, and go out by themselves, each
 * after the answer before it has ended, and each once: under the ids that they always had.
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
  /** The server has the message of this turn. */
  readonly accept: (turn: Turn) => void;
  /** A message that waited is refused for a reason that time alone does not cure: it waits no more, and is still written down. */
  readonly refuse: (turn: Turn) => void;
  /** Takes the message of a turn off the screen, and shows again what it was to stand in the place of. */
  readonly withdraw: (turn: Turn) => void;
  /** Brings back what is written down of a chat. @param error what keeps the chat from being loaded, if something does */
  readonly restore: (chatId: string, error?: ChatApiError) => void;
  /** See `ChatStore.takeBack`. */
  readonly takeBack: () => string | null;
  /**
   * Its chat is left. What is written down goes on waiting for its chat, and is taken out of what is known of it: the rest is
   * given back.
   * @param former whose chat it was, when another person has come: they take it over, or it is written down for the former
   */
  readonly leave: (former?: string | null) => void;
  /** Forgets what waits for a chat that is deleted. */
  readonly forgetChat: (chatId: string) => void;
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
interface Parts extends Pick<Outbox, 'queue' | 'isLoose'> {
  readonly context: OutboxContext;
  readonly pump: OutboxPump;
  readonly elsewhere: Elsewhere;
}

/** Puts the message of a turn that the server has where it belongs on the screen. */
function place({ chatId, userMessageId: id, parentId: named }: Turn, { context, isLoose }: Parts): void {
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
function keep(turn: Turn, error: ChatApiError, { context, queue, pump }: Parts): boolean {
  const isQueued = queue.find(turn.userMessageId) !== undefined;
  const isPassing = isUnreached(turn, error) || (isQueued && error.code === 'turn_in_progress');
  if (!isPassing || (!isQueued && queue.isFull())) return false;
  // A try that nobody saw leaves what is said of it as it was.
  if (pump.isTrying(turn) && context.state.$answer.get().state === 'failed') turn.isSettled = true;
  else failTurn(turn, error, context, true);
  if (!isQueued) queue.add(turn);
  // Its chat is found again by it, even if the server never heard of it.
  context.onSend(turn.chatId);
  pump.wait();
  return true;
}

/** See `Outbox.enqueue`. */
function enqueue(start: Turn, { context, queue, pump, isLoose }: Parts): void {
  const { state, catalog, now } = context;
  if (queue.isFull()) throw new ChatApiError('offline');
  // Its place is behind the others, wherever they are answered.
  const turn = createTurn({ ...start, parentId: null });
  turn.providerId = catalog.$providerId.get();
  turn.promptId = catalog.$promptId.get();
  const messages = state.$messages.get();
  const leaf = messages.findLast((message) => !isLoose(message));
  state.$messages.set([...messages, { ...toMessage(turn, leaf?.id, now()), status: 'failed' }]);
  queue.add(turn);
  void pump.next({ isWanted: true });
}

/** See `Outbox.accept`. */
function accept(turn: Turn, parts: Parts): void {
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
function withdraw({ userMessageId: id, parentId, before }: Turn, { context, queue, isLoose }: Parts): void {
  const { $messages, tree } = context.state;
  const aboveId = tree.all.get(id)?.parentId;
  tree.all.delete(id);
  if (before !== null) $messages.set(before);
  else if (parentId === null) $messages.set($messages.get().filter((message) => message.id !== id));
  else $messages.set(layOut([...tree.all.values()], isLoose, aboveId));
  queue.forget(new Set([id]));
}

/** Withdraws the message of a turn, with what is said of it. */
function withdrawAll(turn: Turn, parts: Parts): void {
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
function takeBack(parts: Parts): string | null {
  const { open, state } = parts.context;
  const answer = state.$answer.get();
  const isOffered = answer.state === 'failed' && answer.canTakeBack;
  const turn = parts.queue.turns().at(-1) ?? (isOffered ? open.current : null);
  if (!turn) return null;
  withdrawAll(turn, parts);
  return turn.text;
}

/** See `Outbox.leave`. */
function leave(former: string | null | undefined, { context, queue }: Parts): void {
  const { state, open, getPerson } = context;
  const { all } = state.tree;
  const person = getPerson?.() ?? null;
  const owner = former === undefined ? person : former;
  const ids = new Set(all.keys());
  if (owner !== person && mayTakeOver(owner, person)) {
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
  queue.drop(ids);
}

/** What is brought back of a chat stands where it stood. @returns false when there is nothing */
function bringBack(chatId: string, error: ChatApiError | undefined, parts: Parts): boolean {
  const { context, queue, isLoose } = parts;
  const { state, open, isBusy, now } = context;
  const { all } = state.tree;
  const restored = queue
    .read()
    .filter((one) => one.chatId === chatId && !all.has(one.messageId))
    .map((one) => restoreUnsent(one, now()));
  const fresh = restored.filter(({ isFresh }) => isFresh).map(({ turn }) => turn);
  const first = fresh[0] ?? restored.at(-1)?.turn;
  if (first === undefined) return false;
  for (const { message } of restored) all.set(message.id, message);
  queue.take(fresh);
  state.$messages.set(layOut([...all.values()], isLoose));
  if (isBusy() || state.$answer.get().state === 'failed') return true;
  open.current = first;
  showFailure(first, error ?? new ChatApiError('offline'), state);
  return true;
}

/** Tells which messages have no place of their own in the tree. */
function createIsLoose({ open }: OutboxContext, queue: OutboxQueue): IsLoose {
  return (message) => {
    if (!isUnsent(message)) return false;
    const current = open.current?.userMessageId === message.id ? open.current : null;
    return (queue.find(message.id) ?? current)?.parentId == null;
  };
}

/** The outbox of one conversation. */
export function createOutbox(context: OutboxContext): Outbox {
  const { open, state } = context;
  const { tree, $answer } = state;
  const queue = createOutboxQueue(state, context);
  const dropGone = () => {
    const gone = queue.gone();
    for (const turn of gone.reverse()) withdrawAll(turn, parts);
    return gone.length > 0;
  };
  const pump = createOutboxPump({ ...context, dropGone }, queue);
  const isLoose = createIsLoose(context, queue);
  const elsewhere = createElsewhere(context, queue);
  const parts: Parts = { context, queue, pump, isLoose, elsewhere };
  let restoredId: string | null = null;

  function restore(chatId: string, error?: ChatApiError): void {
    const sent = [...tree.all.values()].filter((message) => !isUnsent(message));
    queue.forget(new Set(sent.map(({ id }) => id)));
    if (restoredId === chatId || context.getPerson?.() == null) return;
    restoredId = chatId;
    if (!bringBack(chatId, error, parts)) return;
    if (error) pump.wait();
    else void pump.next();
  }

  $answer.listen((answer) => {
    if (answer.state === 'idle' && queue.turns().length > 0) pump.wait();
  });

  return {
    ...parts,
    ...pump,
    keep: (turn, error) => keep(turn, error, parts),
    enqueue: (turn) => {
      enqueue(turn, parts);
    },
    accept: (turn) => {
      accept(turn, parts);
    },
    refuse: ({ userMessageId }) => {
      queue.drop(new Set([userMessageId]));
    },
    withdraw: (turn) => {
      withdraw(turn, parts);
    },
    restore,
    takeBack: () => takeBack(parts),
    leave: (former) => {
      const left = open.current?.chatId ?? queue.turns()[0]?.chatId;
      const isLeftHeld = isHeld(state, queue);
      pump.stop();
      leave(former, parts);
      restoredId = null;
      if (former !== undefined) elsewhere.stop();
      else if (left !== undefined) elsewhere.take(left, isLeftHeld);
    },
    forgetChat: (chatId) => {
      queue.forget(new Set([chatId]));
    },
  };
}
