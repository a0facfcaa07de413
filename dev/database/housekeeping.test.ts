import { expect, test } from 'vitest';
import { openServer } from './open-server.ts';

/** Two of each sort that housekeeping looks for, named 1 and 2. */
const twoOfEach = `
  insert into chats (id, visitor_id, updated_at)
  select md5('chat' || n)::uuid, gen_random_uuid(), now() - interval '1 year' from generate_series(1, 2) as n;
  insert into chats (id, visitor_id) values (md5('young')::uuid, gen_random_uuid());
  insert into chat_messages (id, chat_id, role, content, status)
  select md5('answer' || n)::uuid, md5('young')::uuid, 'assistant', '', 'streaming' from generate_series(1, 2) as n;
  insert into usage (id, user_message_id, answer_id, provider_id, price, reserved_micro_usd, input_tokens,
    budget_resets_at, expires_at)
  select md5('usage' || n)::uuid, gen_random_uuid(), gen_random_uuid(), (select id from ai_providers limit 1),
    '{"input": 1, "output": 1}', 1, 1, now(), now() - interval '1 hour' from generate_series(1, 2) as n;
  insert into session_codes (code_hash, code_challenge, session_ciphertext, origin, created_at, expires_at)
  select 'code' || n, 'c', 's', 'o', now() - interval '1 hour', now() - interval '1 hour' from generate_series(1, 2) as n;
  insert into usage_counters select 'user', 'counter' || n, 1, now() - interval '1 year' from generate_series(1, 2) as n;
  insert into limit_meetings
  select md5('met' || n)::uuid, gen_random_uuid(), now() - interval '1 year' from generate_series(1, 2) as n;
`;

/** What a turn would hold, of each sort number 1. */
const holdTheFirst = `
  select from chats where id = md5('chat1')::uuid for update;
  select from chat_messages where id = md5('answer1')::uuid for update;
  select from usage where id = md5('usage1')::uuid for update;
  select from session_codes where code_hash = 'code1' for update;
  select from usage_counters where subject = 'counter1' for update;
  select from limit_meetings where message_id = md5('met1')::uuid for update;
`;

const oneOfEach = {
  anonymousChats: 1,
  reservations: 1,
  staleAnswers: 1,
  sessionCodes: 1,
  counters: 1,
  limitMeetings: 1,
};

test('housekeeping passes over what somebody works on, and waits for nobody', async () => {
  const sql = await openServer();
  await sql.unsafe(twoOfEach);
  const keepHouse = () =>
    sql.begin(async (mine) => {
      // Waiting would fail, and not only take long.
      await mine`set local lock_timeout = '1s'`;
      const [row] = await mine<{ report: unknown }[]>`select housekeep(10) as report`;
      return row?.report;
    });
  await sql.begin(async (theirs) => {
    await theirs.unsafe(holdTheFirst);
    expect(await keepHouse()).toEqual(oneOfEach);
  });
  expect(await keepHouse()).toEqual(oneOfEach);
});
