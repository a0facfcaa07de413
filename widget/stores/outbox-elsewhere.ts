import type { ChatStore } from './chat.ts';
import type { FollowerContext } from './follower.ts';
import type { OutboxQueue } from './outbox-queue.ts';
import { passesByItself } from './outbox-restore.ts';
import type { UnsentMessage } from './outbox-storage.ts';

/** How long nothing has to change before it is looked what waits elsewhere, in milliseconds: a tab that shows it goes first. */
const lookDelayMs = 1_000;

/** Sends what waits in chats that are not on show: one chat after another, the oldest first, in a conversation that nobody sees. */
export interface Elsewhere {
  /** A chat is left, and what waits there can go out, unless something stands in the way that its person has to see. */
  readonly take: (chatId: string, isHeld: boolean) => void;
  /** Another person has come. */
  readonly stop: () => void;
}

/** It is read, answered, or waits for a connection. What was refused, or can't be read, waits for its person. */
function isAtWork({ $details, $answer, $queuedIds }: ChatStore): boolean {
  const answer = $answer.get();
  const queued = $queuedIds.get();
  const details = $details.get();
  if (details.state === 'failed' && !passesByItself(details.error)) return false;
  if (answer.state === 'failed') return queued.has(answer.userMessageId);
  return answer.state !== 'idle' || queued.size > 0 || details.state === 'loading';
}

/** What waits elsewhere than in one conversation. */
export function createElsewhere(context: FollowerContext, queue: OutboxQueue): Elsewhere {
  const { state, open, createChat, getPerson } = context;
  /** Nobody has to try these again before their person was there. */
  const tried = new Set<string>();
  let hidden: ChatStore | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** @param person who stays its person, whoever comes */
  function begin(person: string): ChatStore | undefined {
    const ignore = () => undefined;
    const own = { createChat: null, getPerson: () => person, onSend: ignore, onUnsent: ignore };
    const chat = createChat?.({ ...context, ...own });
    chat?.$details.listen(look);
    chat?.$answer.listen(look);
    chat?.$queuedIds.listen(look);
    return chat;
  }

  function next(): void {
    const person = getPerson?.();
    if (!person || (hidden && isAtWork(hidden))) return;
    const onShow = [state.$chatId.get(), open.current?.chatId, queue.turns()[0]?.chatId, ...tried];
    const goesOut = ({ refusal, chatId }: UnsentMessage) => !refusal && !onShow.includes(chatId);
    const chatId = queue.read().find(goesOut)?.chatId;
    if (chatId === undefined) return;
    tried.add(chatId);
    hidden ??= begin(person) ?? null;
    void hidden?.loadChatDetails(chatId);
  }

  function look(): void {
    clearTimeout(timer);
    timer = setTimeout(next, lookDelayMs);
  }

  state.$chatId.listen((chatId) => {
    if (chatId !== null && hidden?.$chatId.get() === chatId) hidden.startNewChat();
    look();
  });
  look();

  return {
    take: (chatId, isHeld) => {
      if (isHeld) tried.add(chatId);
      else tried.delete(chatId);
      look();
    },
    stop: () => {
      hidden?.startNewChat();
      hidden = null;
      tried.clear();
      look();
    },
  };
}
