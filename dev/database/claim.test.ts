import type { ISql, Sql } from 'postgres';
import { expect, test } from 'vitest';
import { holdOpen } from './hold-open.ts';
import { openServer } from './open-server.ts';
import { waiting } from './waiting.ts';

/** Two users, and a visitor with fifty chats of one message each. */
const aVisitorWithChats = `
  insert into auth.users (id, email) values
    (md5('ada')::uuid, 'ada@example.com'), (md5('bob')::uuid, 'bob@example.com');
  insert into chats (id, visitor_id) select md5('chat' || n)::uuid, md5('v')::uuid from generate_series(1, 50) as n;
  insert into chat_messages (chat_id, role, content)
  select md5('chat' || n)::uuid, 'user', 'Hello' from generate_series(1, 50) as n;
`;

async function openWithVisitor(): Promise<Sql> {
  const sql = await openServer();
  await sql.unsafe(aVisitorWithChats);
  return sql;
}

/** How many chats of the visitor a user gets. */
async function claim(sql: ISql, user: string): Promise<number | undefined> {
  const [row] = await sql<{ claimed: { chatIds: string[] } }[]>`
    select claim_visitor_chats(md5(${user})::uuid, md5('v')::uuid) as claimed`;
  return row?.claimed.chatIds.length;
}

/** The visitor says something more in one of the chats. */
async function ask(sql: ISql): Promise<void> {
  await sql`
    select begin_anonymous_turn(md5('v')::uuid, 'home', md5('question')::uuid, (select id from ai_providers limit 1),
      'And now?', p_chat_id => md5('chat1')::uuid)`;
}

/** The code that a call is refused with. */
const refusal = (call: Promise<unknown>) =>
  call.then(
    () => 'not refused',
    (error: unknown) => (error instanceof Error ? error.message : error),
  );

test('of claims at the same time one gets all, and the others wait and get nothing', async () => {
  const sql = await openWithVisitor();
  const first = await holdOpen(sql, (mine) => claim(mine, 'ada'));
  expect(first.result).toBe(50);
  const others = Promise.all(['bob', 'ada', 'bob'].map((user) => claim(sql, user)));
  await expect.poll(() => waiting(sql)).toBe(3);
  await first.commit();
  expect(await others).toEqual([0, 0, 0]);
  const owners = await sql`
    select distinct u.email, c.visitor_id, m.user_id = c.user_id as speaks
    from chats c join auth.users u on u.id = c.user_id join chat_messages m on m.chat_id = c.id`;
  expect(owners).toEqual([{ email: 'ada@example.com', visitor_id: null, speaks: true }]);
  expect(await sql`select stage, count::int as count from funnel_days`).toEqual([
    { stage: 'registered', count: 1 },
  ]);
});

test('a claim waits for a turn that begins, and takes its message along', async () => {
  const sql = await openWithVisitor();
  const turn = await holdOpen(sql, ask);
  const claimed = claim(sql, 'ada');
  await expect.poll(() => waiting(sql)).toBe(1);
  await turn.commit();
  expect(await claimed).toBe(50);
  const question = await sql`
    select user_id = md5('ada')::uuid as speaks from chat_messages where id = md5('question')::uuid`;
  expect(question).toEqual([{ speaks: true }]);
});

test('a visitor’s turn that begins while its chat is claimed finds it no more', async () => {
  const sql = await openWithVisitor();
  const claimed = await holdOpen(sql, (mine) => claim(mine, 'ada'));
  const turn = refusal(ask(sql));
  await expect.poll(() => waiting(sql)).toBe(1);
  await claimed.commit();
  expect(await turn).toBe('not_found');
});

test('a user who is deleted while they claim gets nothing, and the chats stay the visitor’s', async () => {
  const sql = await openWithVisitor();
  const leaving = await holdOpen(sql, (mine) => mine`delete from auth.users where id = md5('ada')::uuid`);
  const claimed = refusal(claim(sql, 'ada'));
  await expect.poll(() => waiting(sql)).toBe(1);
  await leaving.commit();
  expect(await claimed).toBe('invalid_token');
  expect(await claim(sql, 'bob')).toBe(50);
});
