-- What a signed-in person might try to write beyond their own words.
begin;
select plan(28);

select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model');
insert into public.chats (id, user_id, visitor_id) values
  (tests.id('chat'), tests.id('ada'), null), (tests.id('other chat'), tests.id('ada'), null),
  (tests.id('bob''s chat'), tests.id('bob'), null), (tests.id('visit'), null, tests.id('visitor'));
insert into public.chat_messages (id, chat_id, user_id, role, content) values
  (tests.id('question'), tests.id('chat'), tests.id('ada'), 'user', 'Hello'),
  (tests.id('elsewhere'), tests.id('other chat'), tests.id('ada'), 'user', 'Hello');

select is(tests.attempt('ada', $$
  insert into chat_messages (chat_id, user_id, role, content)
  values (tests.id('chat'), tests.id('ada'), 'user', 'mine')
$$), '1 rows', 'a person writes their own words into their own chat');
select is(tests.attempt('ada', format($$
  insert into chat_messages (chat_id, user_id, role, content) values (tests.id('chat'), tests.id('ada'), %L, 'forged')
$$, role)), '42501', 'nobody forges a message of the role ' || role) from unnest(array['assistant', 'system']) as role;
select is(tests.attempt('ada', format($$
  insert into chat_messages (chat_id, user_id, role, content)
  values (tests.id('chat'), %s, 'user', 'not mine')
$$, owner)), '42501', 'nobody speaks as ' || owner) from unnest(array['tests.id(''bob'')', 'null']) as owner;
select is(tests.attempt('ada', format($$
  insert into chat_messages (chat_id, user_id, role, content) values (tests.id(%L), tests.id('ada'), 'user', 'hi')
$$, chat)), '42501', 'nobody writes into ' || chat) from unnest(array['bob''s chat', 'visit', 'no chat']) as chat;
select is(tests.attempt('ada', format($$
  insert into chat_messages (chat_id, user_id, role, content, %I)
  values (tests.id('chat'), tests.id('ada'), 'user', 'hi', %L)
$$, field, value)), '42501', 'nobody fills in ' || field) from (values
  ('status', 'streaming'), ('token_usage', '{}'), ('ai_provider_id', tests.id('model')::text),
  ('finish_reason', 'stop'), ('created_at', '2000-01-01')) as m (field, value);
select is(tests.attempt('ada', $$
  insert into chat_messages (chat_id, parent_id, user_id, role, content)
  values (tests.id('chat'), tests.id('elsewhere'), tests.id('ada'), 'user', 'hi')
$$), '23503', 'a message follows one of its own chat');
select is(tests.attempt('ada', $$
  insert into chat_messages (chat_id, user_id, role, content)
  values (tests.id('chat'), tests.id('ada'), 'user', repeat('x', 8001))
$$), '23514', 'a message has at most 8,000 characters');
select is(tests.attempt('ada', format($$
  insert into chat_messages (chat_id, user_id, role, content) values (tests.id('chat'), tests.id('ada'), 'user', %L)
$$, content)), '23514', 'and something to read, not ' || to_json(content)) from unnest(array['', E' \u200b\n']) as content;
select is(tests.attempt('ada', $$
  insert into chat_messages (id, chat_id, parent_id, user_id, role, content)
  values (tests.id('self'), tests.id('chat'), tests.id('self'), tests.id('ada'), 'user', 'hi')
$$), '23514', 'no message follows itself');

select is(tests.attempt('ada', format('update chat_messages set %s', change)), '42501', 'a message is final: ' || change)
from unnest(array['chat_id = tests.id(''other chat'')', 'user_id = tests.id(''bob'')', 'role = ''assistant''']) as change;
select is(tests.attempt('ada', format('update chats set %s', change)), '42501', 'a chat keeps ' || change)
from unnest(array['user_id = tests.id(''bob'')', 'visitor_id = gen_random_uuid()', 'updated_at = now()',
  'title_source = ''message''']) as change;
select is(tests.attempt('ada', 'insert into chats (user_id) values (tests.id(''bob''))'), '42501',
  'nobody creates a chat for another');
select is(tests.attempt('ada', 'insert into chats (user_id, title_source) values (tests.id(''ada''), ''message'')'), '42501',
  'nor says where a title comes from');
select is(tests.attempt('ada', 'insert into chats (visitor_id) values (tests.id(''visitor''))'), '42501',
  'nobody creates a visitor''s chat');

select * from finish();
rollback;
