import { ChatApiError } from '../api/chat-api-error.ts';
import { layOut } from './branches.ts';
import { isUnsent } from './chat-state.ts';
import type { OutboxParts } from './outbox.ts';
import { type RestoredMessage, restoreUnsent } from './outbox-restore.ts';
import { isWorthRetry } from './run-turn.ts';
import { showFailure } from './turn.ts';

/** What is written down of a chat. */
function restored(chatId: string, { context, queue }: OutboxParts): RestoredMessage[] {
  const found = queue.read().filter((one) => one.chatId === chatId);
  return found.map((one) => restoreUnsent(one, context.now()));
}

/** What was refused and is on the screen can be tried again, or taken back: one at a time, the newest first. */
export function offer(chatId: string, parts: OutboxParts): void {
  const { state, open, isBusy } = parts.context;
  if (isBusy() || state.$answer.get().state === 'failed') return;
  const shown = new Set(state.$messages.get().map(({ id }) => id));
  const last = restored(chatId, parts).findLast(({ error, message: { id } }) => error && shown.has(id));
  if (!last?.error) return;
  open.current = last.turn;
  showFailure(last.turn, last.error, state, isWorthRetry(last.error));
}

/** What is brought back of a chat stands where it stood. @returns false when there is nothing */
export function bringBack(chatId: string, error: ChatApiError | undefined, parts: OutboxParts): boolean {
  const { context, queue, isLoose } = parts;
  const { state, open, isBusy } = context;
  const { all } = state.tree;
  const found = restored(chatId, parts).filter(({ message: { id } }) => !all.has(id) && !queue.knows(id));
  if (found.length === 0) return false;
  const leafId = state.$messages.get().findLast((message) => !isUnsent(message))?.id ?? null;
  for (const { turn, message } of found)
    all.set(message.id, turn.parentId === null ? { ...message, parentId: leafId } : message);
  const [first, ...more] = found.filter((one) => !one.error);
  if (first) queue.take([first, ...more].map(({ turn }) => turn));
  state.$messages.set(layOut([...all.values()], isLoose));
  if (isBusy() || state.$answer.get().state === 'failed') return true;
  // What was refused holds up what waited behind it, and not what was sent in spite of it.
  if (first && !found.some(({ refusedAt }) => refusedAt >= first.writtenAt)) {
    open.current = first.turn;
    showFailure(first.turn, error ?? new ChatApiError('offline'), state);
  } else offer(chatId, parts);
  return true;
}
