import { expect, test } from 'vitest';
import { holdOpen } from './hold-open.ts';
import { openServer } from './open-server.ts';
import { waiting } from './waiting.ts';

const aRunningTurn = `
  insert into chats (id, visitor_id) values (md5('chat')::uuid, gen_random_uuid());
  insert into chat_messages (id, chat_id, role, content, status)
  values (md5('answer')::uuid, md5('chat')::uuid, 'assistant', '', 'streaming');
  insert into usage (chat_id, user_message_id, answer_id, provider_id, price, reserved_micro_usd, input_tokens,
    budget_resets_at, expires_at)
  values (md5('chat')::uuid, gen_random_uuid(), md5('answer')::uuid, (select id from ai_providers limit 1),
    '{"input": 1, "output": 1}', 1, 1, now(), now() + interval '1 minute');
`;

test('a checkpoint waits for nobody who holds the ledger', async () => {
  const sql = await openServer();
  await sql.unsafe(aRunningTurn);
  const checkpoint = () =>
    sql.begin(async (mine) => {
      // Waiting would fail, and not only take long.
      await mine`set local lock_timeout = '1s'`;
      await mine`select checkpoint_turn(md5('answer')::uuid, 'So far')`;
      const [row] = await mine<{ content: string; lives: boolean }[]>`
        select m.content, u.expires_at = now() + interval '90 seconds' as lives
        from chat_messages m join usage u on u.answer_id = m.id`;
      return row;
    });
  await sql.begin(async (theirs) => {
    await theirs`select from usage for update`;
    expect(await checkpoint()).toEqual({ content: 'So far', lives: false });
  });
  expect(await checkpoint()).toEqual({ content: 'So far', lives: true });
});

test('the end of an answer whose host has died waits for its last checkpoint, which may be on its way', async () => {
  const sql = await openServer();
  await sql.unsafe(aRunningTurn);
  // So old that its checkpoints leave the ledger alone, which would else be what is waited for.
  await sql`update usage set created_at = now() - interval '10 minutes'`;
  const late = await holdOpen(
    sql,
    (theirs) => theirs`select checkpoint_turn(md5('answer')::uuid, 'All of it')`,
  );
  const end = sql<{ end: { answer: unknown } }[]>`
    select finish_turn(md5('answer')::uuid, 'interrupted', null) as end`.execute();
  await expect.poll(() => waiting(sql)).toBe(1);
  await late.commit();
  expect((await end)[0]?.end.answer).toMatchObject({ status: 'interrupted', content: 'All of it' });
});
