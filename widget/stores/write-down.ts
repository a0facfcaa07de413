import { outboxKey } from './outbox-key.ts';
import type { OutboxOptions } from './outbox-queue.ts';
import type { Turn } from './turn.ts';

/**
 * Writes a message down before it is sent: what knows the outbox may not have come, and may not come before the page is loaded again.
 * When it has, it writes the same again in fewer words.
 * @param isOver it is forgotten: it was given back, or may be sent now
 * @param person whose it is, if not of who is there now
 */
export function writeDown(
  turn: Pick<Turn, 'userMessageId'>,
  { storage, getPerson, now }: OutboxOptions,
  isOver = false,
  person: string | null = null,
): void {
  const owner = person ?? getPerson?.();
  if (!owner || !storage) return;
  try {
    const key = outboxKey(owner);
    const { userMessageId: messageId } = turn;
    const before: unknown[] = [JSON.parse(storage.getItem(key) ?? '[]')].flat();
    const kept = before.filter((one) => !JSON.stringify(one).includes(`"messageId":"${messageId}"`));
    // What was on the screen before is no part of it.
    if (!isOver) kept.push({ ...turn, before: undefined, messageId, createdAt: now() });
    storage.setItem(key, JSON.stringify(kept));
  } catch {
    // It is still on the screen.
  }
}
