-- running_answer: for whoever wants to read on.
begin;
select plan(13);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model');
select tests.act_as('ada');
select tests.keep('one', begin_turn(tests.id('m1'), tests.id('model'), 'Hello', p_chat_id => tests.id('chat'), p_title => 'Hello'));
select tests.act_as('service_role');
select checkpoint_turn((tests.kept('one') ->> 'answerId')::uuid, 'Half an');
select tests.keep('visit', tests.ask_as_visitor('v', 'home', 'v m1', tests.id('visit')));

select tests.act_as('ada');
select is(running_answer(tests.id('chat')) - 'answer', jsonb_build_object('chatId', tests.id('chat'), 'title', 'Hello'),
  'an answer that runs is found by its chat');
select is(running_answer(tests.id('chat')) -> 'answer', (tests.kept('one') -> 'answer') || '{"content": "Half an"}',
  'as far as it is stored');
select is(tests.attempt(who, sql), expected, who || ': ' || sql) from (values
  ('bob', 'select running_answer(tests.id(''chat''))', 'PT404 not_found'),
  ('ada', 'select running_answer(tests.id(''no chat''))', 'PT404 not_found'),
  ('ada', 'select running_answer(tests.id(''visit''), tests.id(''v''))', 'PT404 not_found'),
  ('service_role', 'select running_answer(tests.id(''visit''), tests.id(''w''))', 'PT404 not_found'),
  ('service_role', 'select running_answer(tests.id(''chat''))', 'PT404 not_found'),
  ('anon', 'select running_answer(tests.id(''chat''))', '42501')
) as m (who, sql, expected);
select tests.act_as('service_role');
select is(running_answer(tests.id('visit'), tests.id('v')) #>> '{answer,id}', tests.kept('visit') ->> 'answerId',
  'a visitor''s is found for the Worker');

-- The newest, in a tree
select tests.act_as('ada');
select tests.keep('two', tests.ask('m2', p_chat => tests.id('chat'), p_parent => tests.id('chat')));
select is(running_answer(tests.id('chat')) #>> '{answer,id}', tests.kept('two') ->> 'answerId', 'of two the newer');
select tests.act_as('service_role');
update public.usage set expires_at = now() where answer_id = (tests.kept('two') ->> 'answerId')::uuid;
select tests.act_as('ada');
select is(running_answer(tests.id('chat')) #>> '{answer,id}', tests.kept('one') ->> 'answerId',
  'one whose reservation is over does not run');
select tests.act_as('service_role');
select tests.finish('one');
select tests.act_as('ada');
select is(running_answer(tests.id('chat')), null, 'when all have ended there is none');
select is((select count(*)::int from public.chat_messages where status = 'streaming' and chat_id = tests.id('chat')), 1,
  'and nothing was changed by asking');

select * from finish();
rollback;
