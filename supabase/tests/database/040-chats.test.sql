-- The life of chats and messages.
begin;
select plan(36);

select tests.add_user('ada'), tests.add_provider('model');
insert into public.chats (id, user_id, title, updated_at) values (tests.id('chat'), tests.id('ada'), 'One', '2020-01-01');

insert into public.chat_messages (id, chat_id, user_id, role, content)
select tests.id('message ' || n), tests.id('chat'), tests.id('ada'), 'user', 'message ' || n from generate_series(1, 5) as n;
select is((select count(distinct created_at)::int from public.chat_messages where chat_id = tests.id('chat')), 1,
  'rows of one statement share created_at');
select results_eq(
  $$ select content from public.chat_messages where chat_id = tests.id('chat') order by seq $$,
  $$ select 'message ' || n from generate_series(1, 5) as n $$, 'seq keeps them in the order of writing');
select throws_ok($$ update public.chat_messages set seq = 1 $$, '428C9', null, 'seq cannot be chosen');

select is((select updated_at from public.chats where id = tests.id('chat')), now(), 'a message moves its chat to now');
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
select tests.act_as('ada');
insert into public.chat_messages (chat_id, user_id, role, content)
values (tests.id('chat'), tests.id('ada'), 'user', 'by hand');
select is((select updated_at from public.chats where id = tests.id('chat')), now(),
  'also one that a person inserts, who may not set updated_at');
select tests.act_as('owner');
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
insert into public.chat_messages (id, chat_id, parent_id, role, content, status)
values (tests.id('dead'), tests.id('chat'), tests.id('message 5'), 'assistant', '', 'streaming');
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
select private.close_stale_answers(tests.id('chat'));
select tests.act_as('ada');
update public.chats set title = 'Two' where id = tests.id('chat');
select results_eq($$
  select c.title, c.updated_at, m.status from public.chats c join public.chat_messages m on m.id = tests.id('dead')
$$, $$ values ('Two', timestamptz '2020-01-01', 'failed') $$, 'neither a new title does, nor the end of a dead answer');

-- Who named it
select is((select title_source from public.chats where id = tests.id('chat')), 'user', 'a title of the user''s own is known');
select tests.act_as('owner');
update public.chats set title_source = 'model' where id = tests.id('chat');
select tests.act_as('ada');
update public.chats set title = 'Two' where id = tests.id('chat');
select is((select title_source from public.chats where id = tests.id('chat')), 'user', 'be it the same as before');
insert into public.chats (id, user_id, title) values (tests.id('named'), tests.id('ada'), 'Mine');
insert into public.chats (id, user_id) values (tests.id('nameless'), tests.id('ada'));
select is((select title_source from public.chats where id = tests.id('named')), 'user', 'and so is one it begins with');
select is((select title_source from public.chats where id = tests.id('nameless')), 'message', 'no title is nobody''s');
select begin_turn(tests.id('turn'), tests.id('model'), 'Hello', p_chat_id => tests.id('asked'), p_title => ' Hello ');
select results_eq($$ select title, title_source from public.chats where id = tests.id('asked') $$,
  $$ values ('Hello', 'message') $$, 'a turn names its chat after its message');
select private.name_new_chat(tests.id('asked'), 'Other'), private.name_new_chat(tests.id('named'), 'Other');
select set_eq($$ select title from public.chats where id in (tests.id('asked'), tests.id('named')) $$,
  array['Hello', 'Mine'], 'and none that has a name');
select tests.act_as('owner');

select throws_ok($$ insert into public.chats (user_id, visitor_id) values (tests.id('ada'), gen_random_uuid()) $$,
  '23514', null, 'a chat has one owner');
select throws_ok($$
  insert into public.chat_messages (chat_id, parent_id, role, content, status) values
    (tests.id('chat'), tests.id('message 1'), 'assistant', '', 'streaming'),
    (tests.id('chat'), tests.id('message 1'), 'assistant', '', 'streaming')
$$, '23505', null, 'one answer runs at a time under one message');
select throws_ok($$
  insert into public.chat_messages (chat_id, role, content, status) values (tests.id('chat'), 'user', 'x', 'streaming')
$$, '23514', null, 'only answers stream');
select throws_ok($$
  insert into public.ai_providers (name, api_identifier, config) values ('x', 'x', '{"kind": "Not a kind", "model": "m",
    "context_window": 10, "max_output_tokens": 1, "price": {"input": 1, "output": 1}}')
$$, '23514', null, 'a provider names its kind');
select throws_ok($$
  insert into public.ai_providers (name, api_identifier, config) values ('x', 'x', '{"kind": "openai", "model": "m",
    "context_window": 10, "max_output_tokens": 1, "price": {"input": -1, "output": 1}}')
$$, '23514', null, 'a price is not negative');
select is(tests.attempt('owner', format($$
  insert into public.ai_providers (name, api_identifier, config) values ('x', 'x', '{"kind": "openai", "model": "m",
    "context_window": %s, "max_output_tokens": %s, "price": {"input": 1, "output": 1,
    "long_context": {"above": %s, "input": 1, "output": 1}}}') $$, context_window, max_output_tokens, above)), expected,
  'tokens are whole numbers that can be reckoned with: ' || concat_ws(', ', context_window, max_output_tokens, above))
from (values
  ('10', '1', '5', '1 rows'), ('2147483646', '1', '2147483647', '1 rows'), ('1e3', '1', '0', '1 rows'),
  ('10.5', '1', '5', '23514'), ('10.0', '1', '5', '23514'), ('10', '0.5', '5', '23514'), ('10', '1', '5.5', '23514'),
  ('10', '0', '5', '23514'), ('10', '10', '5', '23514'), ('10', '1', '-1', '23514'), ('"10"', '1', '5', '23514'),
  ('2147483647', '1', '5', '23514'), ('1e12', '1', '5', '23514'), ('1e12', '1e11', '5', '23514'),
  ('10', '1', '2147483648', '23514'), ('10', '1', 'null', '23514')
) as m (context_window, max_output_tokens, above, expected);

delete from auth.users where id = tests.id('ada');
select is((select user_id from public.chats where id = tests.id('chat')), null, 'a chat survives its user, without an owner');
select is((select count(user_id)::int from public.chat_messages where chat_id = tests.id('chat')), 0, 'and so do messages');
delete from public.chats where id = tests.id('chat');
select is_empty($$ select from public.chat_messages where chat_id = tests.id('chat') $$, 'messages go with their chat');

select * from finish();
rollback;
