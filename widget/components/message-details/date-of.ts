import type { Message } from '../../../protocol/message.ts';

/** When a message was written; null when what it says is no date. */
export function dateOf({ createdAt }: Message): Date | null {
  const date = new Date(createdAt);
  return Number.isNaN(date.getTime()) ? null : date;
}
