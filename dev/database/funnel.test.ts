import { expect, test } from 'vitest';
import { holdOpen } from './hold-open.ts';
import { openServer } from './open-server.ts';
import { waiting } from './waiting.ts';

const counted = [
  { stage: 'limit_met', count: 1 },
  { stage: 'visitor', count: 1 },
];

test('what happens at once is counted once: a visitor who comes, and the limit they meet', async () => {
  const sql = await openServer();
  const [provider] = await sql<{ id: string }[]>`select id from ai_providers limit 1`;
  // So that all have begun before one is through.
  const held = await holdOpen(
    sql,
    (mine) => mine`
      insert into usage_counters select scope, md5('v')::uuid::text, 1, now() - interval '1 hour'
      from unnest(array['visitor', 'limit_met']) as scope`,
  );
  const all = Promise.all([
    ...['m1', 'm2'].map(
      (message) => sql`
        select begin_anonymous_turn(md5('v')::uuid, 'home', md5(${message})::uuid, ${provider?.id ?? null}, 'Hello')`,
    ),
    ...['m3', 'm4'].map((message) => sql`select note_limit_met(md5('v')::uuid, md5(${message})::uuid)`),
  ]);
  await expect.poll(() => waiting(sql)).toBe(4);
  await held.commit();
  await all;
  expect(await sql`select stage, count::int as count from funnel_days order by stage`).toEqual(counted);
});

test('two answers to one message that had met the limit are one that was sent again', async () => {
  const sql = await openServer();
  await sql.unsafe(`
    insert into auth.users (id, email) values (md5('ada')::uuid, 'ada@example.com');
    insert into limit_meetings values (md5('m')::uuid, md5('v')::uuid);
    insert into usage (user_id, user_message_id, answer_id, provider_id, price, reserved_micro_usd, input_tokens,
      budget_resets_at, expires_at)
    select md5('ada')::uuid, md5('m')::uuid, md5('answer' || n)::uuid, (select id from ai_providers limit 1),
      '{"input": 1, "output": 1}', 1, 1, now(), now() + interval '1 minute' from generate_series(1, 2) as n`);
  const finish = (answer: string) => sql`select finish_turn(md5(${answer})::uuid, 'complete', 'Hi')`;
  const held = await holdOpen(sql, (mine) => mine`select from limit_meetings for update`);
  const both = Promise.all([finish('answer1'), finish('answer2')]);
  await expect.poll(() => waiting(sql)).toBe(2);
  await held.commit();
  await both;
  expect(await sql`select stage, count::int as count from funnel_days`).toEqual([
    { stage: 'replayed', count: 1 },
  ]);
});
