-- finish_turn and checkpoint_turn: what is stored, what is charged, what is given back.
begin;
select plan(47);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
create function pg_temp.spent() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'budget'
$$;
create function pg_temp.used() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'user' and subject = tests.id('ada')::text
$$;

select tests.act_as('ada');
select tests.keep('one', tests.ask('m1', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select is(checkpoint_turn((tests.kept('one') ->> 'answerId')::uuid, 'Part'), true, 'a running answer is saved as it grows');
select is((select content from public.chat_messages where id = (tests.kept('one') ->> 'answerId')::uuid), 'Part', 'so far');
update public.chats set updated_at = '2020-01-01' where id = tests.id('chat');
select tests.keep('end', finish_turn((tests.kept('one') ->> 'answerId')::uuid, 'complete', 'Whole', 'stop', null, 10, 20, 4));
select is((select updated_at from public.chats where id = tests.id('chat')), now(), 'the end of an answer moves its chat to now');
select is(tests.kept('end') -> 'applied', 'true', 'finishing ends it');
select is(tests.kept('end') -> 'chatId', to_jsonb(tests.id('chat')), 'and tells the chat');
select is(tests.kept('end') -> 'answer', jsonb_build_object(
  'id', tests.kept('one') -> 'answerId', 'parentId', tests.id('m1'), 'role', 'assistant', 'content', 'Whole',
  'status', 'complete', 'finishReason', 'stop', 'providerId', tests.id('model'), 'promptId', null,
  'usage', '{"inputTokens": 10, "outputTokens": 20, "cachedInputTokens": 4}'::jsonb,
  'createdAt', private.iso_time(now())), 'and the answer as it crosses the wire');
select is(tests.kept('end') -> 'costMicroUsd', '50', 'and the cost: 10 in at 1, 20 out at 2');
select is(tests.kept('end') #> '{quota,used}', '1', 'and what is used');
select tests.act_as('owner');
select is(pg_temp.spent(), 50, 'the budget holds the cost instead of the reservation');
select is((select array[state, cost_micro_usd::text, is_estimated::text] from public.usage
  where answer_id = (tests.kept('one') ->> 'answerId')::uuid), array['settled', '50', 'false'], 'and so does the ledger');

select tests.act_as('service_role');
select tests.keep('end again', finish_turn((tests.kept('one') ->> 'answerId')::uuid, 'failed', '', null, 'x', 999, 999));
select is(tests.kept('end again') -> 'applied', 'false', 'a second end changes nothing');
select is(tests.kept('end again') - 'applied', tests.kept('end') - 'applied', 'and returns what is stored');
select is(checkpoint_turn((tests.kept('one') ->> 'answerId')::uuid, 'Late'), false, 'nor does a late checkpoint');
select tests.act_as('owner');
select is(pg_temp.spent(), 50, 'nothing is charged twice');

-- Tokens the provider did not count
select tests.act_as('ada');
select tests.keep('two', tests.ask('m2', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select tests.keep('end', finish_turn((tests.kept('two') ->> 'answerId')::uuid, 'interrupted', repeat('x', 30)));
select is(tests.kept('end') #> '{answer,usage}', 'null', 'what nobody counted is not shown as counted');
select is(tests.kept('end') #>> '{answer,status}', 'interrupted', 'the status is kept');
select is((select array[is_estimated::text, output_tokens::text] from public.usage
  where answer_id = (tests.kept('two') ->> 'answerId')::uuid), array['true', '10'],
  'it is estimated for the ledger, and flagged');
select is(tests.kept('end') -> 'costMicroUsd', (select to_jsonb(input_tokens + 20) from public.usage
  where answer_id = (tests.kept('two') ->> 'answerId')::uuid), 'and charged');
select tests.act_as('ada');
select tests.keep('stopped', tests.ask('m3', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select isnt(finish_turn((tests.kept('stopped') ->> 'answerId')::uuid, 'stopped', '') -> 'costMicroUsd', '0',
  'a stop before the first word is not free: the model has read the question');
select tests.act_as('owner');
select is(pg_temp.used(), 3, 'and uses a message');

-- The input was counted and the end never came
select tests.act_as('ada');
select tests.keep('half', tests.ask('m half', p_chat => tests.id('chat h')));
select tests.act_as('service_role');
select tests.keep('end', finish_turn((tests.kept('half') ->> 'answerId')::uuid, 'stopped', repeat('x', 30), null, null, 7));
select is(tests.kept('end') -> 'costMicroUsd', '27', 'what was counted is charged as counted, the rest by estimate');
select is((select array[is_estimated::text, input_tokens::text, output_tokens::text] from public.usage
  where answer_id = (tests.kept('half') ->> 'answerId')::uuid), array['true', '7', '10'], 'and flagged');
select is(tests.kept('end') #> '{answer,usage}', 'null', 'and not shown as counted');

-- Nothing to read, but counted
select tests.act_as('ada');
select tests.keep('empty', tests.ask('m empty', p_chat => tests.id('chat e')));
select tests.act_as('service_role');
select tests.keep('end', finish_turn(
  (tests.kept('empty') ->> 'answerId')::uuid, 'failed', '', 'content-filter', 'content_filtered', 10, 20));
select is(tests.kept('end') -> 'costMicroUsd', '50', 'an empty answer whose tokens were counted is charged');
select is(tests.kept('end') #> '{quota,used}', '4', 'though its message comes back: the sender has seen nothing of it');
select is((select array[state, cost_micro_usd::text] from public.usage
  where answer_id = (tests.kept('empty') ->> 'answerId')::uuid), array['refunded', '50'], 'the ledger says so');
select tests.act_as('ada');
select tests.keep('empty again', tests.ask('m empty', p_chat => tests.id('chat e')));
select tests.act_as('service_role');
select is(tests.finish('empty again', 'failed', E'\u200b') #> '{quota,used}', '5', 'once; and what nobody sees is no word');
update public.usage_counters set used = 3 where scope = 'user';

-- Failed before the first word
create temp table before on commit drop as select pg_temp.spent() as spent;
select tests.act_as('ada');
select tests.keep('failing', tests.ask('m4', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select tests.keep('end', finish_turn((tests.kept('failing') ->> 'answerId')::uuid, 'failed', '', null, 'provider_failed'));
select is(tests.kept('end') #> '{quota,used}', '3', 'a turn that failed before its first word gives its message back');
select is(tests.kept('end') -> 'costMicroUsd', '0', 'and costs nothing');
select tests.act_as('owner');
select is(pg_temp.spent(), (select spent from before), 'its reservation is returned');
select is((select state from public.usage where answer_id = (tests.kept('failing') ->> 'answerId')::uuid), 'refunded',
  'the ledger says so');
select is((select error_code from public.chat_messages where id = (tests.kept('failing') ->> 'answerId')::uuid),
  'provider_failed', 'and the row says why');
select tests.act_as('ada');
select tests.keep('failing again', tests.ask('m4', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select is(tests.fail('failing again') #> '{quota,used}', '4', 'once: the same message failing again is counted');
select tests.act_as('ada');
select tests.keep('broken', tests.ask('m5', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select is(tests.finish('broken', 'failed', 'Some words') #> '{quota,used}', '5', 'and so is one that had begun to speak');
select tests.act_as('ada');
select tests.keep('yesterday', tests.ask('m6', p_chat => tests.id('chat')));
select tests.act_as('service_role');
update public.usage_counters set used = 1, resets_at = resets_at + interval '1 day' where scope in ('user', 'budget');
select is(tests.fail('yesterday') #> '{quota,used}', '1', 'a window that is over gets nothing back');
select tests.act_as('owner');
select is(pg_temp.spent(), 1, 'and is not charged either');

-- Visitors
select tests.act_as('service_role');
select tests.keep('visit', tests.ask_as_visitor('v', 'home', 'v m1'));
select is(tests.fail('visit') -> 'quota', '{"limit": 3, "used": 0, "remaining": 3, "resetsAt": null}',
  'a visitor gets the message back as well');
select is((select used::int from public.usage_counters where scope = 'ip'), 0, 'and so does the address');

-- Turns that never reported back
create temp table before_expiry on commit drop as select pg_temp.spent() as spent;
grant select on before_expiry to service_role;
select tests.act_as('ada');
select tests.keep('silent', tests.ask('m7', p_chat => tests.id('chat')));
select tests.keep('cut', tests.ask('m8', p_chat => tests.id('chat 2')));
select tests.act_as('service_role');
select checkpoint_turn((tests.kept('cut') ->> 'answerId')::uuid, repeat('x', 30));
update public.usage set expires_at = now() where state = 'reserved';
select is(private.expire_reservations(9), 2, 'reservations that ran out are found');
select results_eq($$
  select state, is_estimated, output_tokens, cost_micro_usd - input_tokens, input_tokens > 0 from public.usage
  where answer_id in ((tests.kept('silent') ->> 'answerId')::uuid, (tests.kept('cut') ->> 'answerId')::uuid)
  order by output_tokens
$$, $$ values ('expired', true, 0, 0::bigint, true), ('expired', true, 10, 20::bigint, true) $$,
  'they cost their input and what they had written, by estimate: silence is not free');
select is(pg_temp.spent() - (select spent from before_expiry), (select sum(cost_micro_usd)::int from public.usage
  where answer_id in ((tests.kept('silent') ->> 'answerId')::uuid, (tests.kept('cut') ->> 'answerId')::uuid)),
  'and the budget holds just that');
select is(private.expire_reservations(9), 0, 'once');
select is(finish_turn((tests.kept('cut') ->> 'answerId')::uuid, 'complete', 'Late', 'stop', null, 5, 5) #>> '{answer,content}',
  'Late', 'an end that comes after all is still stored');
select is((select array[state, cost_micro_usd::text] from public.usage
  where answer_id = (tests.kept('cut') ->> 'answerId')::uuid), array['settled', '15'], 'and replaces the estimate');

-- A chat deleted in the middle
select tests.act_as('ada');
select tests.keep('gone', tests.ask('m9', p_chat => tests.id('chat 3')));
delete from public.chats where id = tests.id('chat 3');
select tests.act_as('service_role');
select is(tests.finish('gone') - array['quota', 'title', 'titleId'],
  '{"applied": true, "chatId": null, "answer": null, "costMicroUsd": 50}', 'a deleted chat still pays');
select is(tests.attempt('service_role', $$ select finish_turn(gen_random_uuid(), 'complete') $$), 'PT404 not_found',
  'an unknown answer is not found');
select is(tests.attempt('service_role', $$ select finish_turn(gen_random_uuid(), 'streaming') $$), 'PT400 invalid_request',
  'an end is an end');

select * from finish();
rollback;
