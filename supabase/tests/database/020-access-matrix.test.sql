-- Every verb on every table: as nobody, as the owner of the rows, as another user, and as an owner of nothing.
begin;
select plan(174);

select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model'), tests.add_provider('retired', false);
insert into public.system_prompts (id, name, prompt_text, is_active) values
  (tests.id('prompt'), 'prompt', 'secret text', true), (tests.id('old prompt'), 'old prompt', 'secret text', false);
insert into public.chats (id, user_id, visitor_id, title) values
  (tests.id('chat'), tests.id('ada'), null, 'Ada''s'), (tests.id('visit'), null, tests.id('visitor'), 'A visitor''s');
insert into public.chat_messages (id, chat_id, user_id, role, content) values
  (tests.id('question'), tests.id('chat'), tests.id('ada'), 'user', 'Hello'),
  (tests.id('visit question'), tests.id('visit'), null, 'user', 'Hello'),
  (tests.id('rated'), tests.id('chat'), null, 'assistant', 'Hi'), (tests.id('unrated'), tests.id('chat'), null, 'assistant', 'Hi'),
  (tests.id('visit answer'), tests.id('visit'), null, 'assistant', 'Hi');
insert into public.message_feedback (message_id, rating) values (tests.id('rated'), 'up'), (tests.id('visit answer'), 'up');
insert into public.usage (user_id, chat_id, user_message_id, answer_id, provider_id, price, reserved_micro_usd,
  input_tokens, message_resets_at, budget_resets_at, expires_at)
values (tests.id('ada'), tests.id('chat'), tests.id('question'), tests.id('answer'), tests.id('model'), '{}', 1, 1,
  now(), now(), now());
insert into public.usage_counters values ('user', tests.id('ada')::text, 1, now() + interval '1 day');
insert into public.session_codes (code_hash, code_challenge, session_ciphertext, origin) values ('h', 'c', 's', 'o');
insert into public.funnel_days values ('2020-01-01', 'visitor', 1);
insert into public.limit_meetings values (tests.id('waiting'), tests.id('visitor'));

create temp table attempts (id serial, who text, sql text, expected text) on commit drop;

-- The catalog: everyone reads the public columns of active rows, nobody writes.
insert into attempts (who, sql, expected)
select who, sql, expected from unnest(array['anon', 'ada', 'bob']) as who, (values
  ('select id, name, description, is_active from ai_providers where id in (tests.id(''model''), tests.id(''retired''))',
    '1 rows'),
  ('select config from ai_providers', '42501'),
  ('select api_identifier from ai_providers', '42501'),
  ('select * from ai_providers', '42501'),
  ('insert into ai_providers (name, api_identifier) values (''x'', ''x'')', '42501'),
  ('update ai_providers set name = ''x''', '42501'),
  ('update ai_providers set is_active = true', '42501'),
  ('delete from ai_providers', '42501'),
  ('select id, name, description, is_active from system_prompts
    where id in (tests.id(''prompt''), tests.id(''old prompt''))', '1 rows'),
  ('select prompt_text from system_prompts', '42501'),
  ('select * from system_prompts', '42501'),
  ('insert into system_prompts (name, prompt_text) values (''x'', ''x'')', '42501'),
  ('update system_prompts set name = ''x''', '42501'),
  ('delete from system_prompts', '42501')
) as m (sql, expected);

-- Chats, messages and what is thought of them: their owner alone.
insert into attempts (who, sql, expected)
select p.who, m.sql, m.expected[p.place] from (values ('anon', 1), ('ada', 2), ('bob', 3)) as p (who, place), (values
  ('select * from chats', array['42501', '1 rows', '0 rows']),
  ('insert into chats (id, user_id, title) values (gen_random_uuid(), tests.id(''ada''), ''x'')',
    array['42501', '1 rows', '42501']),
  ('update chats set title = ''x''', array['42501', '1 rows', '0 rows']),
  ('delete from chats', array['42501', '1 rows', '0 rows']),
  ('select * from chat_messages', array['42501', '3 rows', '0 rows']),
  ('insert into chat_messages (chat_id, user_id, role, content)
    values (tests.id(''chat''), tests.id(''ada''), ''user'', ''x'')', array['42501', '1 rows', '42501']),
  ('update chat_messages set content = ''x''', array['42501', '42501', '42501']),
  ('delete from chat_messages', array['42501', '42501', '42501']),
  ('select * from message_feedback', array['42501', '1 rows', '0 rows']),
  ('insert into message_feedback (message_id, rating) values (tests.id(''unrated''), ''up'')',
    array['42501', '1 rows', '42501']),
  ('update message_feedback set rating = ''down''', array['42501', '1 rows', '0 rows']),
  ('delete from message_feedback', array['42501', '1 rows', '0 rows'])
) as m (sql, expected);

-- The books: nobody, not even their own page.
insert into attempts (who, sql, expected)
select who, sql, '42501' from unnest(array['anon', 'ada', 'bob']) as who, unnest(array[
  'select * from usage', 'insert into usage default values', 'update usage set cost_micro_usd = 0', 'delete from usage',
  'select * from usage_counters', 'insert into usage_counters values (''user'', ''x'', 0, now())',
  'update usage_counters set used = 0', 'delete from usage_counters',
  'select * from deployment_settings', 'insert into deployment_settings default values',
  'update deployment_settings set user_daily_message_limit = 9999', 'delete from deployment_settings',
  'select * from session_codes', 'insert into session_codes values (''a'', ''b'', ''c'', ''d'')',
  'update session_codes set used_at = null', 'delete from session_codes',
  'select * from funnel_days', 'insert into funnel_days values (now(), ''visitor'', 1)',
  'update funnel_days set count = 0', 'delete from funnel_days',
  'select * from limit_meetings', 'insert into limit_meetings values (gen_random_uuid(), gen_random_uuid())',
  'update limit_meetings set met_at = now()', 'delete from limit_meetings',
  'select claim_visitor_chats(tests.id(''ada''), tests.id(''visitor''))',
  'select store_session_code(''a'', ''b'', ''c'', ''d'')', 'select take_session_code(''h'', ''c'', ''o'')',
  'select note_limit_met(tests.id(''visitor''), tests.id(''x''))',
  'truncate chats cascade'
]) as sql;

-- The Worker reads the whole catalog and sees visitors' chats.
insert into attempts (who, sql, expected) values
  ('service_role', 'select config, api_identifier from ai_providers where name in (''model'', ''retired'')', '2 rows'),
  ('service_role', 'select prompt_text from system_prompts where name in (''prompt'', ''old prompt'')', '2 rows'),
  ('service_role', 'select * from chats where visitor_id = tests.id(''visitor'')', '1 rows'),
  ('service_role', 'select * from message_feedback where message_id = tests.id(''visit answer'')', '1 rows'),
  ('service_role', 'insert into ai_providers (name, api_identifier, config) values (''x'', ''x'', ''{}'')', '23514'),
  ('service_role', 'insert into ai_providers (name, api_identifier, config)
    select ''x'', ''x'', config from ai_providers where name = ''model''', '1 rows'),
  ('service_role', 'select * from usage where answer_id = tests.id(''answer'')', '1 rows'),
  ('service_role', 'select * from session_codes where code_hash = ''h''', '1 rows'),
  ('service_role', 'select * from funnel_days where day = ''2020-01-01''', '1 rows');

select is(tests.attempt(who, sql), expected, who || ': ' || regexp_replace(sql, '\s+', ' ', 'g'))
from attempts order by id;

select * from finish();
rollback;
