-- search_chats: what it finds, whose, in which order, and that an index serves it.
begin;
select plan(60);

select tests.add_user('ada'), tests.add_user('bob');
insert into public.chats (id, user_id, visitor_id, title, updated_at) values
  (tests.id('one'), tests.id('ada'), null, 'Étude in C', '2020-01-03'),
  (tests.id('two'), tests.id('ada'), null, 'Second', '2020-01-02'),
  (tests.id('three'), tests.id('ada'), null, null, '2020-01-01'),
  (tests.id('bob''s'), tests.id('bob'), null, 'Étude in D', '2020-01-04'),
  (tests.id('visit'), null, tests.id('visitor'), 'Étude in E', '2020-01-05');
insert into public.chat_messages (chat_id, role, content, status) values
  (tests.id('two'), 'user', '今天天氣很好 😀👩‍👩‍👧 100% of a_b\c "x"', 'complete'),
  (tests.id('two'), 'assistant', 'Straße, ПРИВЕТ', 'complete'),
  (tests.id('three'), 'assistant', 'Broken off', 'interrupted'),
  (tests.id('three'), 'assistant', 'Half a word so f', 'streaming'),
  (tests.id('three'), 'system', 'A note of the machine', 'complete'),
  (tests.id('bob''s'), 'user', '今天天氣很好', 'complete');
-- Their messages have moved them.
update public.chats set updated_at = case id when tests.id('one') then timestamptz '2020-01-03'
  when tests.id('two') then '2020-01-02' when tests.id('three') then '2020-01-01' else updated_at end;

create function pg_temp.found(p_search text) returns text language sql as $$
  select coalesce(string_agg(coalesce(title, 'three'), ', '), 'nothing') from search_chats(p_search, 30)
$$;
select tests.act_as('ada');
select is(pg_temp.found(search), expected, description || ': ' || search) from (values
  ('étude', 'Étude in C', 'a title, upper and lower case alike'),
  ('TUDE IN', 'Étude in C', 'a part of it'),
  ('second', 'Second', 'another'),
  ('天氣', 'Second', 'what was said, in Chinese'),
  ('天', 'Second', 'one character'),
  ('привет', 'Second', 'an answer, in Russian'),
  ('STRASSE', 'nothing', 'letter by letter'),
  ('straße', 'Second', 'that is'),
  ('😀', 'Second', 'an emoji'),
  ('👩‍👩‍👧', 'Second', 'a family of them'),
  ('c', 'Étude in C, Second', 'a letter, in a title and in what was said'),
  ('o', 'Second, three', 'once a chat, the newest first'),
  ('broken off', 'three', 'an answer that broke off'),
  ('half a w', 'nothing', 'but none that runs: it is found when it has ended'),
  ('machine', 'nothing', 'not what nobody said'),
  ('100%', 'Second', 'a percent sign'),
  ('10%o', 'nothing', 'which stands for itself'),
  ('a_b', 'Second', 'and so does an underscore'),
  ('10_%', 'nothing', 'everywhere'),
  ('b\c', 'Second', 'and a backslash'),
  ('\', 'Second', 'alone too'),
  ('"x"', 'Second', 'and quotes'),
  (''' or true --', 'nothing', 'and code is text'),
  ('in d', 'nothing', 'nothing of somebody else'),
  ('in e', 'nothing', 'nor of a visitor')
) as m (search, expected, description);

-- Pages
select results_eq($$ select id from search_chats('o', 1) $$, $$ values (tests.id('two')) $$, 'no more than asked for');
select results_eq($$ select id from search_chats('o', 9, '2020-01-02', tests.id('two')) $$,
  $$ values (tests.id('three')) $$, 'the next page begins after the last row');
select is(tests.attempt('ada', $$ select * from search_chats('o', 9, '2020-01-01', tests.id('three')) $$), '0 rows',
  'and there is an end');

select is(tests.attempt(who, sql), expected, who || ': ' || sql) from (values
  ('bob', 'select * from search_chats(''天氣'', 9)', '1 rows'),
  ('anon', 'select * from search_chats(''天氣'', 9)', '42501'),
  ('service_role', 'select * from search_chats(''天氣'', 9)', '42501'),
  ('ada', 'select * from search_chats('' '', 9)', 'PT400 invalid_request'),
  ('ada', 'select * from search_chats(null, 9)', 'PT400 invalid_request'),
  ('ada', 'select * from search_chats(repeat(''好'', 120), 9)', '0 rows'),
  ('ada', 'select * from search_chats(repeat(''好'', 121), 9)', 'PT400 invalid_request')
) as m (who, sql, expected);

-- What is read. EXPLAIN does not show the plan of a statement inside a function, but Postgres counts in each transaction
-- what it has read. Ada has so many messages that a rare word is best looked up; Bob, Cleo and Dan have few among many.
select tests.act_as('owner');
select tests.add_user('cleo'), tests.add_user('dan');
alter table public.chat_messages disable trigger chat_messages_bump_chat;
insert into public.chats (id, user_id, updated_at)
select tests.id('chat ' || n), tests.id(case when n <= 1000 then 'ada' when n <= 1020 then 'bob' else 'cleo' end),
  now() - n * interval '1 minute' from generate_series(1, 1040) as n;
insert into public.chat_messages (chat_id, role, content)
select tests.id('chat ' || n % 1000 + 1), 'assistant', 'The quick brown fox ' || n from generate_series(1, 20000) as n;
insert into public.chat_messages (chat_id, role, content)
select tests.id('chat ' || n % 20 + 1001), 'assistant', 'A slow dog, and no other word ' || n from generate_series(1, 80) as n;
insert into public.chat_messages (chat_id, role, content)
select tests.id('chat ' || n % 20 + 1021), 'assistant', 'The quick brown fox ' || n from generate_series(1, 80) as n;
-- One chat, no longer short.
insert into public.chats (id, user_id) values (tests.id('dan''s'), tests.id('dan'));
insert into public.chat_messages (chat_id, role, content)
select tests.id('dan''s'), 'user', 'A slow dog, and no other word ' || n from generate_series(1, 80) as n;
-- What a quiet moment does by itself.
select gin_clean_pending_list('public.chat_messages_by_text');
analyze public.chats, public.chat_messages;
create function pg_temp.reads(out messages int, out lookups int) language sql volatile as $$
  select pg_stat_get_xact_tuples_returned('public.chat_messages'::regclass)
    + pg_stat_get_xact_tuples_fetched('public.chat_messages'::regclass)
    + sum(pg_stat_get_xact_tuples_fetched(indexrelid)), pg_stat_get_xact_numscans('public.chat_messages_by_text'::regclass)
  from pg_index where indrelid = 'public.chat_messages'::regclass
$$;
create function pg_temp.search(p_person text, p_search text, out messages int, out lookups int, out hits int)
language plpgsql as $$
declare
  v_before record := pg_temp.reads();
  v_after record;
begin
  perform tests.act_as(p_person);
  hits := (select count(*) from search_chats(p_search, 30));
  perform tests.act_as('owner');
  v_after := pg_temp.reads();
  messages := v_after.messages - v_before.messages;
  lookups := v_after.lookups - v_before.lookups;
end
$$;
select is(lookups, 1, 'a rare word is looked up by its trigrams: ' || word)
from unnest(array['天氣很好', 'привет']) as word, pg_temp.search('ada', word);
select cmp_ok(messages, '<', 10 + 2 * 20001, 'so that none is read but to count them: ' || word)
from unnest(array['天氣很好', 'привет']) as word, pg_temp.search('ada', word);
select is(lookups || ' lookups, ' || hits || ' found', '0 lookups, ' || expected || ' found',
  'who has few is not searched for among all: ' || person || ', ' || word)
from (values ('bob', 'the quick brown fox', 0), ('bob', 'fox', 0), ('bob', '天氣很好', 1), ('bob', 'other word', 20),
  ('cleo', 'the quick brown fox', 20), ('cleo', 'fox', 20), ('dan', 'brown fox', 0), ('dan', 'slow dog', 1), ('dan', '天', 0)
) as m (person, word, expected), pg_temp.search(person, word);
select cmp_ok(messages, '<=', 4 * 80, 'only their own messages are read: ' || person || ', ' || word)
from (values ('bob', 'the quick brown fox'), ('bob', 'fox'), ('bob', '天氣很好'), ('cleo', 'the quick brown fox'), ('cleo', 'fox'),
  ('dan', 'brown fox'), ('dan', 'slow dog'), ('dan', '天')) as m (person, word), pg_temp.search(person, word);
-- After some searches that take long, Postgres would settle for one plan for all that follow on this connection.
do $$ begin for n in 1..30 loop perform pg_temp.search('ada', 'a'); end loop; end $$;
select cmp_ok(messages, '<=', 4 * 80, 'and that is still so after many that take long') from pg_temp.search('bob', '天氣');

-- What runs is written every few seconds.
insert into public.chat_messages (id, chat_id, role, content, status) values
  (tests.id('running'), tests.id('dan''s'), 'assistant', 'Seldom', 'streaming');
select is(hits, 0, 'what runs is not in the index') from pg_temp.search('dan', 'seldom');
update public.chat_messages set content = 'Seldom heard', status = 'complete' where id = tests.id('running');
select is(hits, 1, 'and what has ended is found') from pg_temp.search('dan', 'seldom');
select is((select pg_get_expr(indpred, indrelid) from pg_index where indexrelid = 'public.chat_messages_by_text'::regclass),
  '(status <> ''streaming''::text)', 'so that a checkpoint costs no trigrams');

select * from finish();
rollback;
