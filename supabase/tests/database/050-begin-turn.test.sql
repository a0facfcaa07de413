-- begin_turn: a new message, the next one, an edit, another answer, and what it refuses.
begin;
select plan(44);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model'), tests.add_provider('retired', false);
insert into public.system_prompts (id, name, prompt_text, is_active) values
  (tests.id('prompt'), 'prompt', 'Be brief.', true), (tests.id('old prompt'), 'old prompt', 'x', false);

select tests.act_as('ada');
select tests.keep('first', begin_turn(
  p_message_id => tests.id('m1'), p_content => 'Hello', p_provider_id => tests.id('model'),
  p_prompt_id => tests.id('prompt'), p_chat_id => tests.id('chat'), p_title => '  ' || repeat('t', 200)));
select is(tests.kept('first') ->> 'state', 'started', 'a new message starts a turn');
select is(tests.kept('first') ->> 'chatId', tests.id('chat')::text, 'in the chat whose id the client has minted');
select is(tests.kept('first') -> 'isNewChat', 'true', 'which is new');
select is(tests.kept('first') ->> 'title', repeat('t', 120), 'with a title of at most 120 characters');
select is(tests.kept('first') -> 'userMessage', jsonb_build_object(
  'id', tests.id('m1'), 'parentId', null, 'role', 'user', 'content', 'Hello', 'status', 'complete',
  'finishReason', null, 'providerId', null, 'promptId', null, 'usage', null,
  'createdAt', private.iso_time(now())), 'the person''s message as it crosses the wire');
select is(tests.kept('first') -> 'answer', jsonb_build_object(
  'id', tests.kept('first') ->> 'answerId', 'parentId', tests.id('m1'), 'role', 'assistant', 'content', '',
  'status', 'streaming', 'finishReason', null, 'providerId', tests.id('model'), 'promptId', tests.id('prompt'),
  'usage', null, 'createdAt', private.iso_time(now())), 'and the answer that is to come');
select is(tests.kept('first') -> 'history', '[{"role": "user", "content": "Hello"}]', 'the history ends with the message');
select is(tests.kept('first') -> 'quota', jsonb_build_object('limit', 200, 'used', 1, 'remaining', 199, 'resetsAt',
  to_char((now() at time zone 'UTC')::date + 1, 'YYYY-MM-DD"T00:00:00.000Z"')), 'one of the day''s messages is used');
select results_eq($$ select role, status, user_id from public.chat_messages order by seq $$,
  $$ values ('user', 'complete', tests.id('ada')), ('assistant', 'streaming', null) $$, 'both rows are there to be read');

select tests.act_as('owner');
select is((select array[state, reserved_micro_usd::text, input_tokens::text, user_id::text] from public.usage
  where answer_id = (tests.kept('first') ->> 'answerId')::uuid),
  array['reserved', '216', '16', tests.id('ada')::text],
  'the ledger holds the most it can cost: 16 tokens in by the bytes of history and prompt, 100 out');
select is((select used::int from public.usage_counters where scope = 'budget'), 216, 'and so does the budget');

select is(tests.attempt('ada', $$ select tests.ask('m2', p_chat => tests.id('chat')) $$), 'PT409 turn_in_progress',
  'nothing follows an answer that is still running');
select tests.act_as('service_role');
select tests.finish('first');

select tests.act_as('ada');
select tests.keep('second', tests.ask('m2', 'And now?', tests.id('chat')));
select is(tests.kept('second') #> '{userMessage,parentId}', tests.kept('first') -> 'answerId',
  'without a parent a message follows the newest');
select is(tests.kept('second') -> 'isNewChat', 'false', 'in a chat that is not new any more');
select is(jsonb_path_query_array(tests.kept('second'), '$.history[*].content'), '["Hello", "Hi", "And now?"]',
  'the history is the path to it');
select tests.act_as('service_role');
select tests.finish('second');

select tests.act_as('ada');
select tests.keep('edit', tests.ask('m2 edited', 'Or then?', tests.id('chat'), (tests.kept('first') ->> 'answerId')::uuid));
select is(jsonb_path_query_array(tests.kept('edit'), '$.history[*].content'), '["Hello", "Hi", "Or then?"]',
  'an edited message is a sibling: the history does not know the first try');
select tests.keep('root', tests.ask('m1 edited', 'Good day', tests.id('chat'), tests.id('chat')));
select is(tests.kept('root') #> '{userMessage,parentId}', 'null', 'the chat as the parent makes another first message');
select is(jsonb_path_query_array(tests.kept('root'), '$.history[*].content'), '["Good day"]', 'with a history of its own');

select tests.keep('anew', tests.ask_again('a1 anew', tests.id('chat'), tests.id('m1')));
select is(tests.kept('anew') ->> 'answerId', tests.id('a1 anew')::text, 'another answer has the id the client has minted');
select is(tests.kept('anew') ->> 'userMessageId', tests.id('m1')::text, 'and answers the same message');
select is(jsonb_path_query_array(tests.kept('anew'), '$.history[*].content'), '["Hello"]', 'without the answer before');
select is(tests.attempt('ada', $$ select tests.ask_again('a1 again', tests.id('chat'), tests.id('m1')) $$),
  'PT409 turn_in_progress', 'one answer to a message runs at a time');
select tests.act_as('service_role');
select tests.finish('anew', 'failed', '');
select tests.act_as('ada');
select is(jsonb_path_query_array(tests.ask('m3', 'Still there?', tests.id('chat'), tests.id('a1 anew')),
  '$.history[*].content'), '["Hello", "Still there?"]', 'a model is not told of an answer that failed');

-- A token outlives its user.
select is(tests.attempt('nobody any more', $$ select tests.ask('x') $$), 'PT401 invalid_token',
  'a user who was deleted is not let in');

-- Refusals
select is(tests.attempt(who, sql), expected, description) from (values
  ('anon', $$ select tests.ask('x') $$, '42501', 'nobody begins a turn without signing in'),
  ('service_role', $$ select tests.ask('x') $$, '42501', 'not even the Worker, who is nobody''s user'),
  ('bob', $$ select tests.ask('x', p_chat => tests.id('chat')) $$, 'PT404 not_found', 'a foreign chat is not found'),
  ('bob', $$ select tests.ask('m1') $$, 'PT404 not_found', 'nor is a foreign message by its id'),
  ('bob', $$ select tests.ask_again('x', tests.id('chat'), tests.id('m1')) $$, 'PT404 not_found',
    'nobody asks for another answer in a foreign chat'),
  ('ada', $$ select tests.ask('x', p_chat => tests.id('chat'), p_parent => tests.id('nothing')) $$, 'PT404 not_found',
    'an unknown parent is not found'),
  ('ada', $$ select tests.ask_again('x', tests.id('no chat'), tests.id('m1')) $$, 'PT404 not_found',
    'another answer needs a chat that exists'),
  ('ada', $$ select tests.ask_again('x', tests.id('chat'), tests.id('a1 anew')) $$, 'PT404 not_found',
    'and a message of a person'),
  ('ada', $$ select tests.ask_again('m2', tests.id('chat'), tests.id('m2')) $$, 'PT404 not_found',
    'an answer cannot take the id of a message'),
  ('ada', $$ select tests.ask('m1', p_chat => tests.id('another chat')) $$, 'PT404 not_found',
    'a message does not move to another chat'),
  ('bob', $$ select private.start_answer(tests.id('m1'), tests.id('x'), tests.id('model'), null, null, null, true) $$,
    'PT404 not_found', 'nobody starts an answer in a foreign chat, not even past begin_turn'),
  ('ada', $$ select begin_turn(tests.id('x'), tests.id('retired'), 'Hello') $$, 'PT400 provider_unavailable',
    'a retired provider is not available'),
  ('ada', $$ select begin_turn(tests.id('x'), null, 'Hello') $$, 'PT400 provider_unavailable', 'nor is none'),
  ('ada', $$ select begin_turn(tests.id('x'), tests.id('model'), 'Hello', tests.id('old prompt')) $$,
    'PT400 prompt_unavailable', 'a retired prompt is not available'),
  ('ada', $$ select tests.ask('x', repeat('é', 8001)) $$, 'PT413 message_too_long', '8,001 characters are too long'),
  ('ada', $$ select tests.ask('x', repeat('😀', 8000)) $$, '1 rows', '8,000 are not, however many bytes they are'),
  ('ada', $$ select tests.ask('x', null) $$, 'PT400 invalid_request', 'a message is needed'),
  ('ada', $$ select tests.ask('x', E' \n\u200b\u2800\ufe0f\u00ad') $$, 'PT400 invalid_request', 'one that can be seen'),
  ('ada', $$ select begin_turn(tests.id('x'), tests.id('model'), 'Hello', p_chat_id => tests.id('chat'),
    p_parent_id => tests.id('m1'), p_regenerate => true) $$, 'PT400 invalid_request', 'another answer takes no message'),
  ('ada', $$ select begin_turn(null, tests.id('model'), 'Hello') $$, 'PT400 invalid_request', 'the key is needed')
) as m (who, sql, expected, description);

select * from finish();
rollback;
