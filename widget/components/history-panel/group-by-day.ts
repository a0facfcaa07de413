import type { Chat } from '../../../protocol/history.ts';

/** Chats of one day, in the order they came in. */
export interface DayOfChats {
  readonly label: string;
  readonly chats: readonly Chat[];
}

/** @param labelOf what a day is called, such as "Today" */
export function groupByDay(chats: readonly Chat[], labelOf: (date: Date) => string): DayOfChats[] {
  const days = new Map<string, Chat[]>();
  for (const chat of chats) {
    const label = labelOf(new Date(chat.updatedAt));
    const day = days.get(label);
    if (day) day.push(chat);
    else days.set(label, [chat]);
  }
  return [...days].map(([label, ofDay]) => ({ label, chats: ofDay }));
}
