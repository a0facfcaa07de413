-- Idempotency: one key is one row, one provider call, one charge, however often it is sent.
begin;
select plan(28);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
select tests.act_as('ada');
select tests.keep('first', tests.ask('m1', p_chat => tests.id('chat')));
select tests.keep('again', tests.ask('m1', p_chat => tests.id('chat')));
select is(tests.kept('again') ->> 'state', 'running', 'the same message while its answer runs');
select is(tests.kept('again') -> 'answerId', tests.kept('first') -> 'answerId', 'is told which answer that is');
select is(tests.kept('again') -> 'quota', tests.kept('first') -> 'quota', 'and costs nothing');
select is(tests.ask('m1') ->> 'chatId', tests.id('chat')::text, 'the chat need not be named again');

select tests.act_as('service_role');
select tests.finish('first');
update public.ai_providers set is_active = false where id = tests.id('model');
select tests.act_as('ada');
select tests.keep('again', tests.ask('m1'));
select is(tests.kept('again') ->> 'state', 'replay', 'the same message afterwards is replayed');
select is(tests.kept('again') #>> '{answer,content}', 'Hi', 'with the stored answer, even from a retired provider');
select is(tests.kept('again') -> 'history', '[]', 'and nothing to send to a model');
select is((select count(*)::int from public.chat_messages), 2, 'it wrote no row');
select tests.act_as('owner');
update public.ai_providers set is_active = true where id = tests.id('model');
select is((select count(*)::int from public.usage where chat_id = tests.id('chat')), 1, 'and reserved nothing');

-- An answer that failed
select tests.act_as('ada');
select tests.keep('failing', tests.ask('m2', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select tests.fail('failing');
select tests.act_as('ada');
select tests.keep('retry', tests.ask('m2', p_chat => tests.id('chat')));
select is(tests.kept('retry') ->> 'state', 'started', 'a message whose answer failed is answered again');
select isnt(tests.kept('retry') -> 'answerId', tests.kept('failing') -> 'answerId', 'in a new row');
select is((select count(*)::int from public.chat_messages where id = tests.id('m2')), 1, 'without a second message');

-- An answer whose turn died
select tests.act_as('service_role');
select checkpoint_turn((tests.kept('retry') ->> 'answerId')::uuid, 'Half an');
update public.usage set expires_at = now() where answer_id = (tests.kept('retry') ->> 'answerId')::uuid;
select tests.act_as('ada');
select tests.keep('cut off', tests.ask('m2', p_chat => tests.id('chat')));
select is(tests.kept('cut off') ->> 'state', 'running', 'an answer that is not heard of may only be cut off');
select is(tests.kept('cut off') -> 'answerId', tests.kept('retry') -> 'answerId', 'and is named to who can look for it');
select tests.keep('revived', tests.ask('m2', p_chat => tests.id('chat'), p_is_lost => true));
select is(tests.kept('revived') ->> 'state', 'started', 'known to be lost, it does not run for ever');
select is((select array[status, content] from public.chat_messages where id = (tests.kept('retry') ->> 'answerId')::uuid),
  array['interrupted', 'Half an'], 'it is closed, and keeps what it had written');
select is(tests.ask('m2', p_is_lost => true) ->> 'state', 'running', 'one whose time is not over is not taken for lost');

-- The same for another answer
select tests.act_as('service_role');
select tests.finish('revived');
select tests.act_as('ada');
select tests.keep('anew', tests.ask_again('a2', tests.id('chat'), tests.id('m2')));
select is(tests.ask_again('a2', tests.id('chat'), tests.id('m2')) ->> 'state', 'running', 'another answer, repeated, runs');
select is(tests.ask('m2') ->> 'state', 'replay', 'while the message itself has its answer');
select tests.act_as('service_role');
update public.usage set expires_at = now() where answer_id = tests.id('a2');
select tests.act_as('ada');
select is(tests.ask_again('a2', tests.id('chat'), tests.id('m2')) ->> 'state', 'running', 'and may be cut off like the first');
select tests.act_as('service_role');
select tests.finish('anew', 'interrupted', 'Not qui');
select tests.act_as('ada');
select tests.keep('anew retried', tests.ask_again('a2', tests.id('chat'), tests.id('m2')));
select is(tests.kept('anew retried') ->> 'state', 'started', 'interrupted, it is tried again');
select isnt(tests.kept('anew retried') ->> 'answerId', tests.id('a2')::text, 'beside what was kept of it');
select tests.act_as('service_role');
update public.usage set expires_at = now() where answer_id = (tests.kept('anew retried') ->> 'answerId')::uuid;
select tests.act_as('ada');
select is(tests.ask_again('a2', tests.id('chat'), tests.id('m2')) -> 'answerId', tests.kept('anew retried') -> 'answerId',
  'which may be cut off, too');
select is(tests.ask_again('a3', tests.id('chat'), tests.id('m2')) ->> 'state', 'started', 'and keeps nobody from another');
select is((select status from public.chat_messages where id = (tests.kept('anew retried') ->> 'answerId')::uuid), 'failed',
  'whose turn closes it');
select tests.act_as('service_role');
select finish_turn(tests.id('a3'), 'failed', '', null, 'provider_failed');
select tests.finish('anew retried', 'stopped', 'Enough');
select tests.act_as('ada');
select is(tests.ask_again('a2', tests.id('chat'), tests.id('m2')) #>> '{answer,content}', 'Enough', 'then it is replayed');
select is(tests.attempt('ada', $$ select tests.ask_again('a2', tests.id('chat'), tests.id('m1')) $$), 'PT404 not_found',
  'under its own message only');

-- Words that a person inserted by hand
insert into public.chat_messages (id, chat_id, user_id, role, content)
values (tests.id('by hand'), tests.id('chat'), tests.id('ada'), 'user', 'By hand');
select is(jsonb_path_query_array(tests.ask('by hand'), '$.history[*].content'), '["By hand"]',
  'a message that is stored already is answered as it is stored');

select * from finish();
rollback;
