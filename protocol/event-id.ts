/*
 * The id of a server-sent event (`id:`) says which answer it belongs to and which of its events it is, so that a reader who
 * comes back with `Last-Event-ID` (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header)
 * is told what is missing, and never the rest of another answer.
 */

/** Enough of a UUID to tell the answers of one chat apart. */
const answerDigits = 8;

/** @param number of the event within its answer, from 1 */
export function formatEventId(answerId: string, number: number): string {
  return `${String(number)}-${answerId.slice(0, answerDigits)}`;
}

/** @returns the number of the event, or null for an event of another answer, or for what is no id of ours */
export function readEventId(eventId: string, answerId: string): number | null {
  const [, number, answer] = /^([1-9]\d{0,8})-([0-9a-f]{8})$/.exec(eventId) ?? [];
  return number !== undefined && answer === answerId.slice(0, answerDigits) ? Number(number) : null;
}
