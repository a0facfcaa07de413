-- What a model is told of a long chat, and what that may cost.
begin;
select plan(9);

select tests.reset_limits();
select tests.add_user('ada');
-- A large window, and a price at which a day's budget of 5 dollars is 50 million tokens.
insert into public.ai_providers (id, name, api_identifier, config)
values (tests.id('model'), 'model', 'model', '{"kind": "openai", "model": "m", "context_window": 1000000,
  "max_output_tokens": 8000, "price": {"input": 100000, "output": 500000}}');

-- 398 messages of 24 kB each, written by hand; begin_turn never saw them.
select tests.act_as('ada');
insert into public.chats (id, user_id) values (tests.id('chat'), tests.id('ada'));
insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content)
select tests.id('m' || n), tests.id('chat'), case when n > 1 then tests.id('m' || n - 1) end, tests.id('ada'), 'user',
  n || repeat('好', 7997) from generate_series(1, 398) as n;
select tests.keep('turn', tests.ask('new', 'And now?', tests.id('chat')));

create function pg_temp.told(p_turn text) returns setof text language sql as $$
  select entry ->> 'content' from jsonb_array_elements(tests.kept(p_turn) -> 'history') with ordinality as h (entry, n)
  order by n
$$;
select is((select count(*)::int from pg_temp.told('turn')), 6, 'of a chat without end a model is told the newest part');
select ok(octet_length(tests.kept('turn') ->> 'history') < 132000, 'of at most 128 kB');
select is((select array_agg(left(content, 3) order by n) from pg_temp.told('turn') with ordinality as t (content, n)),
  array['394', '395', '396', '397', '398', 'And'], 'in order, to the new message');
select tests.act_as('owner');
select cmp_ok((select reserved_micro_usd from public.usage), '<', 10000::bigint,
  'so no turn reserves more than a cent of this model');

-- One message alone can never be too much.
select tests.act_as('ada');
select tests.keep('lone', tests.ask('lone', repeat('😀', 8000), tests.id('chat'), tests.id('m398')));
select is((select octet_length(content) from pg_temp.told('lone') with ordinality as t (content, n) order by n desc limit 1),
  32000, 'the new message is told whole');

-- What is not told takes no room.
select tests.act_as('owner');
insert into public.chats (id, user_id) values (tests.id('broken'), tests.id('ada'));
insert into public.chat_messages (id, chat_id, user_id, role, content)
values (tests.id('b1'), tests.id('broken'), tests.id('ada'), 'user', 'First');
insert into public.chat_messages (id, chat_id, parent_id, role, content, status)
values (tests.id('b2'), tests.id('broken'), tests.id('b1'), 'assistant', repeat('x', 200000), 'failed');
select tests.act_as('ada');
select tests.keep('after', tests.ask('b3', 'Second', tests.id('broken'), tests.id('b2')));
select results_eq($$ select * from pg_temp.told('after') $$, $$ values ('First'), ('Second') $$,
  'a failed answer does not push out what was said before it');

-- Rows of one statement can name each other as parents.
insert into public.chats (id, user_id) values (tests.id('circle'), tests.id('ada'));
insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content) values
  (tests.id('c1'), tests.id('circle'), tests.id('c2'), tests.id('ada'), 'user', 'One'),
  (tests.id('c2'), tests.id('circle'), tests.id('c1'), tests.id('ada'), 'user', 'Two');
select tests.keep('circle', tests.ask('c3', 'Three', tests.id('circle'), tests.id('c2')));
select results_eq($$ select * from pg_temp.told('circle') $$, $$ values ('One'), ('Two'), ('Three') $$,
  'a circle is walked once');

-- 400 messages at most.
insert into public.chats (id, user_id) values (tests.id('short'), tests.id('ada'));
insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content)
select tests.id('s' || n), tests.id('short'), case when n > 1 then tests.id('s' || n - 1) end, tests.id('ada'), 'user',
  n::text from generate_series(1, 450) as n;
select tests.keep('short', tests.ask('s new', 'And now?', tests.id('short')));
select is((select count(*)::int from pg_temp.told('short')), 400, 'of short messages it is told the newest 400');
select is((select content from pg_temp.told('short') as t (content) limit 1), '52', 'beginning with the right one');

select * from finish();
rollback;
