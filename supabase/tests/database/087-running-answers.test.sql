-- running_answers: for whoever wants to read on, or to stop.
begin;
select plan(13);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model');
-- What the Worker is told of an answer.
create function pg_temp.named(p_key text) returns jsonb language sql as $$
  select jsonb_build_object('id', tests.kept(p_key) -> 'answerId', 'createdAt', tests.kept(p_key) #> '{answer,createdAt}')
$$;
select tests.act_as('ada');
select tests.keep('one', begin_turn(tests.id('m1'), tests.id('model'), 'Hello', p_chat_id => tests.id('chat'), p_title => 'Hello'));
select tests.act_as('service_role');
select checkpoint_turn((tests.kept('one') ->> 'answerId')::uuid, 'Half an');
select tests.keep('visit', tests.ask_as_visitor('v', 'home', 'v m1', tests.id('visit')));

select tests.act_as('ada');
select is(running_answers(tests.id('chat')), jsonb_build_array(pg_temp.named('one')),
  'an answer that runs is found by its chat, and not told what it says');
select is(tests.attempt(who, sql), expected, who || ': ' || sql) from (values
  ('bob', 'select running_answers(tests.id(''chat''))', 'PT404 not_found'),
  ('ada', 'select running_answers(tests.id(''no chat''))', 'PT404 not_found'),
  ('ada', 'select running_answers(tests.id(''visit''), tests.id(''v''))', 'PT404 not_found'),
  ('service_role', 'select running_answers(tests.id(''visit''), tests.id(''w''))', 'PT404 not_found'),
  ('service_role', 'select running_answers(tests.id(''chat''))', 'PT404 not_found'),
  ('anon', 'select running_answers(tests.id(''chat''))', '42501')
) as m (who, sql, expected);
select tests.act_as('service_role');
select is(running_answers(tests.id('visit'), tests.id('v')), jsonb_build_array(pg_temp.named('visit')),
  'a visitor''s is found for the Worker');

-- Several, in a tree
select tests.act_as('ada');
select tests.keep('two', tests.ask('m2', p_chat => tests.id('chat'), p_parent => tests.id('chat')));
select tests.keep('three', tests.ask('m3', p_chat => tests.id('chat'), p_parent => tests.id('chat')));
select is(running_answers(tests.id('chat')),
  jsonb_build_array(pg_temp.named('three'), pg_temp.named('two'), pg_temp.named('one')), 'all that run, the newest first');
select tests.act_as('service_role');
update public.usage set expires_at = now() where answer_id = (tests.kept('two') ->> 'answerId')::uuid;
select tests.act_as('ada');
select is(running_answers(tests.id('chat')), jsonb_build_array(pg_temp.named('three'), pg_temp.named('one')),
  'one whose reservation is over does not run');
select tests.act_as('service_role');
select tests.finish('one'), tests.finish('three');
select tests.act_as('ada');
select is(running_answers(tests.id('chat')), '[]', 'when all have ended there is none');
select is((select count(*)::int from public.chat_messages where status = 'streaming' and chat_id = tests.id('chat')), 1,
  'and nothing was changed by asking');
select is(running_answers(tests.id('chat'), tests.id('v')), '[]', 'whoever else is named');

select * from finish();
rollback;
