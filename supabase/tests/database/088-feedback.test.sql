-- What people think of answers: give_feedback, its anonymous sister, and what one might try by hand.
begin;
select plan(65);

select tests.add_user('ada'), tests.add_user('bob');
insert into public.chats (id, user_id, visitor_id, updated_at) values
  (tests.id('chat'), tests.id('ada'), null, '2020-01-01'), (tests.id('bob''s chat'), tests.id('bob'), null, '2020-01-01'),
  (tests.id('visit'), null, tests.id('v'), '2020-01-01'), (tests.id('other visit'), null, tests.id('w'), '2020-01-01');
insert into public.chat_messages (id, chat_id, user_id, role, content, status) values
  (tests.id('question'), tests.id('chat'), tests.id('ada'), 'user', 'Hello', 'complete'),
  (tests.id('note'), tests.id('chat'), null, 'system', 'Be kind', 'complete'),
  (tests.id('answer'), tests.id('chat'), null, 'assistant', 'Hi', 'complete'),
  (tests.id('cut answer'), tests.id('chat'), null, 'assistant', 'Hi', 'interrupted'),
  (tests.id('failed answer'), tests.id('chat'), null, 'assistant', '', 'failed'),
  (tests.id('running answer'), tests.id('chat'), null, 'assistant', 'H', 'streaming'),
  (tests.id('bob''s answer'), tests.id('bob''s chat'), null, 'assistant', 'Hi', 'complete'),
  (tests.id('visit question'), tests.id('visit'), null, 'user', 'Hello', 'complete'),
  (tests.id('visit answer'), tests.id('visit'), null, 'assistant', 'Hi', 'complete'),
  (tests.id('running visit answer'), tests.id('visit'), null, 'assistant', 'H', 'streaming'),
  (tests.id('other visit answer'), tests.id('other visit'), null, 'assistant', 'Hi', 'complete');
update public.chats set updated_at = '2020-01-01' where updated_at = now();

-- A user
select tests.act_as('ada');
select is(give_feedback(tests.id('answer'), 'down', ' Too short '), '{"rating": "down", "comment": " Too short "}',
  'a user says what they think of an answer');
select is((select user_id from message_feedback where message_id = tests.id('answer')), tests.id('ada'), 'in their own name');
select tests.act_as('owner');
update public.message_feedback set updated_at = '2020-01-01';
update public.message_feedback set user_id = null where message_id = tests.id('answer');
select is((select updated_at from public.message_feedback), timestamptz '2020-01-01', 'a user who is gone did not change their mind');
select tests.act_as('ada');
select is(give_feedback(tests.id('answer'), 'up'), '{"rating": "up", "comment": null}', 'and changes their mind');
select results_eq('select rating, comment, updated_at from message_feedback', $$ values ('up', null::text, now()) $$,
  'that replaces what they thought before');
select is(give_feedback(tests.id('answer'), 'up', comment), '{"rating": "up", "comment": null}',
  'what nobody would see is no comment: ' || to_json(comment)) from unnest(array['', E' \n', E'\u200b']) as comment;
select is(give_feedback(tests.id('answer'), 'up', repeat('🦊', 1000)) ->> 'comment', repeat('🦊', 1000),
  'a comment has 1,000 characters, each of them an emoji');
select is(give_feedback(tests.id(answer), 'up') ->> 'rating', 'up', 'one may think something of a ' || answer)
from unnest(array['cut answer', 'failed answer']) as answer;
select is((select updated_at from chats where id = tests.id('chat')), timestamptz '2020-01-01',
  'a chat keeps its place in the history');
select is(give_feedback(tests.id('answer')), null, 'they take it back');
select is((select count(*)::int from message_feedback), 2, 'and that of no other answer');
select is(give_feedback(tests.id('answer')), null, 'as often as they like');

-- What is nobody's, or somebody else's
select is(tests.attempt(who, format('select give_feedback(tests.id(%L), %L)', message, rating)), expected,
  format('%s about the %s: %s', who, message, coalesce(rating, 'nothing'))) from (values
  ('ada', 'question', 'PT404 not_found'), ('ada', 'note', 'PT404 not_found'), ('ada', 'bob''s answer', 'PT404 not_found'),
  ('ada', 'visit answer', 'PT404 not_found'), ('ada', 'no answer', 'PT404 not_found'), ('bob', 'answer', 'PT404 not_found'),
  ('anon', 'answer', '42501'), ('service_role', 'answer', '42501')
) as m (who, message, expected), unnest(array['up', null]) as rating;
select is(tests.attempt('ada', 'select give_feedback(tests.id(''running answer''), ''up'')'), 'PT409 turn_in_progress',
  'an answer that runs is not judged yet');
select is(tests.attempt('ada', 'select give_feedback(tests.id(''running answer''))'), '1 rows', 'though there is nothing to take back');
select is(tests.attempt('ada', sql), 'PT400 invalid_request', sql) from unnest(array[
  'select give_feedback(tests.id(''answer''), ''sideways'')',
  'select give_feedback(tests.id(''answer''), ''up'', repeat(''x'', 1001))']) as sql;

-- By hand
select tests.act_as('ada');
select is(give_feedback(tests.id('answer'), 'up') ->> 'rating', 'up', 'there is something to forge');
select is(tests.attempt('ada', sql), expected, sql) from (values
  ('insert into message_feedback (message_id, user_id, rating) values (tests.id(''cut answer''), tests.id(''bob''), ''up'')', '42501'),
  ('insert into message_feedback (message_id, user_id, rating) values (tests.id(''cut answer''), tests.id(''ada''), ''up'')', '42501'),
  ('update message_feedback set user_id = tests.id(''bob'')', '42501'),
  ('update message_feedback set message_id = tests.id(''bob''''s answer'')', '42501'),
  ('insert into message_feedback (message_id, rating) values (tests.id(''question''), ''up'')', '42501'),
  ('insert into message_feedback (message_id, rating) values (tests.id(''running answer''), ''up'')', '42501'),
  ('insert into message_feedback (message_id, rating) values (tests.id(''bob''''s answer''), ''up'')', '42501'),
  ('insert into message_feedback (message_id, rating) values (tests.id(''visit answer''), ''up'')', '42501'),
  ('update message_feedback set rating = ''sideways''', '23514'),
  ('update message_feedback set comment = repeat(''x'', 1001)', '23514'),
  ('update message_feedback set comment = ''''', '23514'),
  ('update message_feedback set comment = E'' \n''', '23514')
) as m (sql, expected);

-- A visitor, for whom the Worker speaks
select tests.act_as('service_role');
select is(give_anonymous_feedback(tests.id('v'), tests.id('visit answer'), 'up', 'Nice'), '{"rating": "up", "comment": "Nice"}',
  'a visitor says what they think');
select is((select user_id from message_feedback where message_id = tests.id('visit answer')), null, 'in nobody''s name');
select is(tests.attempt(who, sql), expected, who || ': ' || sql) from (values
  ('service_role', 'select give_anonymous_feedback(tests.id(''w''), tests.id(''visit answer''), ''down'')', 'PT404 not_found'),
  ('service_role', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''visit question''), ''up'')', 'PT404 not_found'),
  ('service_role', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''running visit answer''), ''up'')', 'PT409 turn_in_progress'),
  ('service_role', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''answer''), ''down'')', 'PT404 not_found'),
  ('service_role', 'select give_anonymous_feedback(null, tests.id(''answer''))', 'PT404 not_found'),
  ('ada', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''visit answer''), ''down'')', '42501'),
  ('anon', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''visit answer''), ''down'')', '42501')
) as m (who, sql, expected);
select tests.act_as('service_role');
select is(give_anonymous_feedback(tests.id('v'), tests.id('visit answer')), null, 'they take it back');
select is_empty($$ select from message_feedback where message_id = tests.id('visit answer') $$, 'and it is gone');
select give_anonymous_feedback(tests.id('v'), tests.id('visit answer'), 'up');
update chats set user_id = tests.id('ada'), visitor_id = null where id = tests.id('visit');
select is(tests.attempt('service_role', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''visit answer''))'),
  'PT404 not_found', 'a chat that was claimed is the visitor''s no more');
select tests.act_as('ada');
select is(give_feedback(tests.id('visit answer'), 'down') ->> 'rating', 'down', 'its user goes on where the visitor was');

-- On the wire, and to the end
select tests.act_as('owner');
select is((select private.message_json(m) -> 'feedback' from public.chat_messages m where m.id = tests.id('answer')),
  '{"rating": "up", "comment": null}', 'a message tells what is thought of it');
select ok((select not private.message_json(m) ? 'feedback' from public.chat_messages m where m.id = tests.id('question')),
  'and nothing of nothing');
delete from auth.users where id = tests.id('ada');
select is((select count(*)::int from public.message_feedback where message_id = tests.id('answer') and user_id is null), 1,
  'feedback survives its user');
delete from public.chats where id = tests.id('chat');
select is((select count(*)::int from public.message_feedback where message_id in (tests.id('answer'), tests.id('cut answer'))), 0,
  'and goes with its chat');

select * from finish();
rollback;
