-- The life of chats and messages.
begin;
select plan(14);

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
alter table public.chats disable trigger user;
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
alter table public.chats enable trigger user;
select tests.act_as('ada');
insert into public.chat_messages (chat_id, user_id, role, content)
values (tests.id('chat'), tests.id('ada'), 'user', 'by hand');
select is((select updated_at from public.chats where id = tests.id('chat')), now(),
  'also one that a person inserts, who may not set updated_at');
select tests.act_as('owner');
alter table public.chats disable trigger user;
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
alter table public.chats enable trigger user;
select tests.act_as('ada');
update public.chats set title = 'Two' where id = tests.id('chat');
select is((select updated_at from public.chats where id = tests.id('chat')), now(), 'and so does a new title');
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

delete from auth.users where id = tests.id('ada');
select is((select user_id from public.chats where id = tests.id('chat')), null, 'a chat survives its user, without an owner');
select is((select count(user_id)::int from public.chat_messages where chat_id = tests.id('chat')), 0, 'and so do messages');
delete from public.chats where id = tests.id('chat');
select is_empty($$ select from public.chat_messages where chat_id = tests.id('chat') $$, 'messages go with their chat');

select * from finish();
rollback;
