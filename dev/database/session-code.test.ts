import { expect, test } from 'vitest';
import { holdOpen } from './hold-open.ts';
import { openServer } from './open-server.ts';
import { waiting } from './waiting.ts';

test('of five who take a code at once one gets the session, and the others wait and get nothing', async () => {
  const sql = await openServer();
  await sql`select store_session_code('code', 'challenge', 'sealed', 'https://a.example')`;
  // So that all five have looked before the first is through.
  const held = await holdOpen(sql, (mine) => mine`select from session_codes for update`);
  const taking = Promise.all(
    Array.from({ length: 5 }, async () => {
      const [row] = await sql<{ session: unknown }[]>`
        select take_session_code('code', 'challenge', 'https://a.example') as session`;
      return row?.session;
    }),
  );
  await expect.poll(() => waiting(sql)).toBe(5);
  await held.commit();
  const taken = await taking;
  expect(taken.filter((session) => session !== null)).toEqual([{ sessionCiphertext: 'sealed' }]);
  expect(await sql`select session_ciphertext, used_at is not null as used from session_codes`).toEqual([
    { session_ciphertext: '', used: true },
  ]);
});
