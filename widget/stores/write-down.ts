import { outboxKey } from './outbox-key.ts';
import type { OutboxOptions } from './outbox-queue.ts';
import type { Turn } from './turn.ts';

/**
 * Writes a message down before it is sent: what knows the outbox may not have come, and may not come before the page is loaded again.
 * When it has, it writes the same again in fewer words.
 */
export function writeDown(turn: Turn, { storage, getPerson, now }: OutboxOptions): void {
  const person = getPerson?.();
  if (!person || !storage) return;
  try {
    const key = outboxKey(person);
    const others: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    // What was on the screen before is no part of it.
    const entry = { ...turn, before: undefined, messageId: turn.userMessageId, createdAt: now() };
    storage.setItem(key, JSON.stringify([others, entry].flat()));
  } catch {
    // It is still on the screen.
  }
}
