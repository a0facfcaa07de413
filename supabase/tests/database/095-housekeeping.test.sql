-- housekeep: what goes, what stays, how much at once.
begin;
select plan(28);

select tests.reset_limits();
-- A database in use has old rows of its own.
delete from public.chats where user_id is null;
delete from public.session_codes;
select tests.add_user('ada'), tests.add_user('leaver'), tests.add_provider('model');
select tests.act_as('service_role');
select configure_deployment('{"anonymous_retention_days": 30}');
create function pg_temp.keep_house(p_batch_max int default 100) returns jsonb language sql as $$ select housekeep(p_batch_max) $$;

select is(pg_temp.keep_house(), '{"anonymousChats": 0, "reservations": 0, "staleAnswers": 0, "sessionCodes": 0, "counters": 0,
  "limitMeetings": 0}',
  'a tidy house stays as it is');

-- Chats
select tests.act_as('owner');
insert into public.chats (id, user_id, visitor_id, updated_at) values
  (tests.id('old'), null, tests.id('v'), now() - interval '31 days'),
  (tests.id('older'), null, tests.id('w'), now() - interval '40 days'),
  (tests.id('running'), null, tests.id('v'), now() - interval '31 days'),
  (tests.id('young'), null, tests.id('v'), now() - interval '29 days'),
  (tests.id('owned'), tests.id('ada'), null, now() - interval '400 days'),
  (tests.id('left'), tests.id('leaver'), null, now() - interval '40 days');
delete from auth.users where id = tests.id('leaver');
create function pg_temp.spend(p_chat text, p_expires_at timestamptz) returns uuid language sql as $$
  insert into public.usage (chat_id, user_message_id, answer_id, provider_id, price, reserved_micro_usd, input_tokens,
    budget_resets_at, expires_at)
  values ((select id from public.chats where id = tests.id(p_chat)), gen_random_uuid(), tests.id('answer of ' || p_chat), tests.id('model'),
    '{"input": 1000000, "output": 1000000}', 100, 10, private.next_utc_day(), p_expires_at) returning id
$$;
select pg_temp.spend('running', now() + interval '1 minute');
select tests.keep('ledger', to_jsonb(pg_temp.spend('old', now() - interval '1 minute')));
update public.usage set state = 'settled' where chat_id = tests.id('old');
insert into public.chat_messages (chat_id, role, content) values (tests.id('old'), 'user', 'Hello');
update public.chats set updated_at = now() - interval '31 days' where id = tests.id('old');
create function pg_temp.chats() returns text language sql as $$
  select string_agg(name, ', ' order by name) from unnest(array['old', 'older', 'running', 'young', 'owned', 'left']) as name
  where exists (select from public.chats where id = tests.id(name))
$$;
select tests.act_as('service_role');
select is(pg_temp.keep_house(2) -> 'anonymousChats', '2', 'old chats of nobody go, so many at a time');
select is(pg_temp.chats(), 'old, owned, running, young', 'the oldest first, and what a deleted user has left is one');
select is(pg_temp.keep_house(2) -> 'anonymousChats', '1', 'then the rest');
select is(pg_temp.chats(), 'owned, running, young', 'but none that is young, has a user, or whose answer runs');
select is_empty($$ select from public.chat_messages where chat_id = tests.id('old') $$, 'messages go with their chat');
select results_eq($$ select chat_id, state from public.usage where id = (tests.kept('ledger') #>> '{}')::uuid $$,
  $$ values (null::uuid, 'settled') $$, 'the ledger stays');
select configure_deployment('{"anonymous_retention_days": 29}');
select is(pg_temp.keep_house() -> 'anonymousChats', '0', 'the days are those of the deployment');
select configure_deployment('{"anonymous_retention_days": 28}');
select is(pg_temp.keep_house() -> 'anonymousChats', '1', 'to the day');

-- Reservations
select tests.act_as('owner');
delete from public.usage;
insert into public.usage_counters values ('budget', 'deployment', 300, private.next_utc_day());
select pg_temp.spend('dead ' || n, now() - n * interval '1 minute') from generate_series(1, 3) as n;
select pg_temp.spend('owned', now() + interval '1 minute');
select tests.act_as('service_role');
select is(pg_temp.keep_house(2) -> 'reservations', '2', 'reservations that are over are settled, so many at a time');
select is((select array_agg(state order by expires_at) from public.usage), array['expired', 'expired', 'reserved', 'reserved'],
  'the oldest first');
select is((select used::int from public.usage_counters where scope = 'budget'), 120, 'the budget gets back what is left');
select is(pg_temp.keep_house(2) -> 'reservations', '1', 'then the rest');
select is((select count(*)::int from public.usage where state = 'reserved'), 1, 'but none that runs');

-- Answers
select tests.act_as('owner');
insert into public.chat_messages (id, chat_id, role, content, status) values
  (tests.id('answer of owned'), tests.id('owned'), 'assistant', 'So far', 'streaming'),
  (tests.id('answer of dead 1'), tests.id('owned'), 'assistant', 'So f', 'streaming'),
  (tests.id('answer of dead 2'), tests.id('owned'), 'assistant', '', 'streaming'),
  (tests.id('nobody''s answer'), tests.id('owned'), 'assistant', 'X', 'streaming');
update public.chats set updated_at = '2020-01-01' where id = tests.id('owned');
select tests.act_as('service_role');
select is(pg_temp.keep_house(2) -> 'staleAnswers', '2', 'answers that run no more are ended, so many at a time');
select is(pg_temp.keep_house(2) -> 'staleAnswers', '1', 'then the rest');
select results_eq($$ select content, status, error_code from public.chat_messages where chat_id = tests.id('owned') order by 1 $$,
  $$ values ('', 'failed', 'interrupted'), ('So f', 'interrupted', 'interrupted'), ('So far', 'streaming', null),
    ('X', 'interrupted', 'interrupted') $$, 'as what they are; one that runs goes on');
select is((select updated_at from public.chats where id = tests.id('owned')), timestamptz '2020-01-01', 'their chat does not move');

-- Codes, counters, and messages at the limit
insert into public.session_codes (code_hash, code_challenge, session_ciphertext, origin, created_at, expires_at)
select name, 'c', 's', 'o', now() - age, now() - age + interval '1 minute' from (values
  ('old', interval '1 hour'), ('older', interval '2 hours'), ('good', interval '0')) as m (name, age);
delete from public.usage_counters;
insert into public.usage_counters values
  ('user', 'now', 1, now() + interval '1 hour'), ('user', 'over', 1, now() - interval '23 hours'),
  ('ip', 'long over', 1, now() - interval '25 hours'), ('refund', 'longer over', 1, now() - interval '26 hours');
insert into public.limit_meetings (message_id, visitor_id, met_at)
select tests.id(name), tests.id('v'), now() - age from (values ('met', interval '3 days'), ('met before', interval '4 days'),
  ('just met', interval '2 days')) as m (name, age);
create function pg_temp.met() returns text language sql as $$
  select string_agg(name, ', ' order by name) from unnest(array['met', 'met before', 'just met']) as name
  where exists (select from public.limit_meetings where message_id = tests.id(name))
$$;
select tests.keep('report', pg_temp.keep_house(1));
select is(tests.kept('report') - array['anonymousChats', 'reservations', 'staleAnswers'],
  '{"sessionCodes": 1, "counters": 1, "limitMeetings": 1}', 'all that is over goes, so many at a time');
select is((select string_agg(code_hash, ', ' order by code_hash) from public.session_codes), 'good, old', 'the oldest first');
select is(pg_temp.met(), 'just met, met', 'of messages at the limit as well');
select pg_temp.keep_house();
select is((select string_agg(code_hash, ', ') from public.session_codes), 'good', 'but no code that is good');
select is((select string_agg(subject, ', ' order by subject) from public.usage_counters), 'now, over',
  'and no counter that ended less than a day ago');
select is(pg_temp.met(), 'just met', 'nor a message that met the limit two days ago');
select is(tests.attempt('service_role', format('select housekeep(%s)', batch)), 'PT400 invalid_request', 'nothing is not a batch: '
  || batch) from unnest(array['0', '-1', 'null']) as batch;

-- Few rows are read one after the other, whatever index there is: this asks whether there is one.
select tests.act_as('owner');
create function pg_temp.table_scans() returns bigint language sql volatile as $$
  select sum(pg_stat_get_xact_numscans(t)) from unnest(array['public.chats', 'public.chat_messages', 'public.usage',
    'public.session_codes', 'public.usage_counters', 'public.limit_meetings']::regclass[]) as t
$$;
insert into public.chats (id, visitor_id, updated_at) values (tests.id('last'), tests.id('v'), now() - interval '31 days');
insert into public.session_codes (code_hash, code_challenge, session_ciphertext, origin, created_at, expires_at)
values ('last', 'c', 's', 'o', now() - interval '1 hour', now() - interval '1 hour');
update public.usage set expires_at = now() where state = 'reserved';
update public.usage_counters set resets_at = now() - interval '2 days';
update public.limit_meetings set met_at = now() - interval '3 days';
create temp table before on commit drop as select pg_temp.table_scans() as scans;
set local enable_seqscan = off;
discard plans;
select tests.keep('report', pg_temp.keep_house());
select is(array[tests.kept('report')::text, (pg_temp.table_scans() - (select scans from before))::text], array[
  '{"counters": 2, "reservations": 1, "sessionCodes": 1, "staleAnswers": 1, "limitMeetings": 1, "anonymousChats": 1}', '0'],
  'an index serves every part of it');

select * from finish();
rollback;
