import { expect } from 'vitest';
import type { ApiCaller } from '../e2e/callers.ts';
import type { Race } from './open-race.ts';
import { send, type Outcome } from './send.ts';

/** Messages that were sent together. */
export interface Sent {
  /** Begins each of them, and no other message. */
  readonly words: string;
  readonly turns: readonly {
    readonly messageId: string;
    readonly chatId: string;
    readonly outcome: Outcome;
  }[];
}

/**
 * Sends a message for each caller at the same moment, each into a new chat. The model answers none before all are refused
 * or wait for it: an answer that ends gives what it did not cost back, which would be room for another.
 */
export async function sendAtOnce({ url, gate }: Race, callers: readonly ApiCaller[]): Promise<Sent> {
  const words = `At once ${crypto.randomUUID()}`;
  gate.hold();
  let ended = 0;
  const sending = callers.map(async (caller) => {
    const ids = { messageId: crypto.randomUUID(), chatId: crypto.randomUUID() };
    const outcome = await send(url, caller, { message: words, ...ids });
    ended += 1;
    return { ...ids, outcome };
  });
  try {
    await expect.poll(() => ended + gate.requests(words).length).toBe(callers.length);
  } finally {
    gate.release();
  }
  return { words, turns: await Promise.all(sending) };
}

/** Expects that three were answered, and that nothing is left of the others but a refusal with this code. */
export async function expectThreeOf(race: Race, { words, turns }: Sent, code: string): Promise<void> {
  const { sql } = race;
  const answered = turns.filter(({ outcome }) => outcome.state === 'answered');
  expect(answered).toHaveLength(3);
  const refusals = turns.map(({ outcome }) => outcome).filter((outcome) => outcome.state === 'refused');
  expect(refusals).toHaveLength(turns.length - 3);
  for (const { problem, retryAfter } of refusals) {
    expect(problem).toMatchObject({ code, status: 429 });
    expect(problem.retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBe(String(problem.retryAfter));
  }
  expect(await race.timesAsked(words)).toBe(3);

  const chats = turns.map(({ chatId }) => chatId);
  const stored = await sql<{ id: string }[]>`
    select id from public.chat_messages where content like ${`${words}%`} and role = 'user' order by id`;
  expect(stored.map(({ id }) => id)).toEqual(answered.map(({ messageId }) => messageId).sort());
  const [rows] = await sql`
    select (select count(*)::int from public.chats where id in ${sql(chats)}) as chats,
      (select count(*)::int from public.chat_messages where chat_id in ${sql(chats)}) as messages,
      (select count(*)::int from public.usage where chat_id in ${sql(chats)}) as turns`;
  expect(rows).toEqual({ chats: 3, messages: 6, turns: 3 });
}
