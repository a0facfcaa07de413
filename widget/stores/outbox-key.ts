/** Where what waits to be sent is kept, for each person who uses the browser. */
export const outboxKey = (person: string): string => `outbox:${person}`;
