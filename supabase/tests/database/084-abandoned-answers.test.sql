-- finish_turn without a text: the end of an answer whose host has died. What was checkpointed is all there is.
begin;
select plan(31);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
create function pg_temp.spent() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'budget'
$$;
create function pg_temp.id(p_key text) returns uuid language sql as $$ select (tests.kept(p_key) ->> 'answerId')::uuid $$;
-- As the Worker ends it: it does not know what was written, nor whether the model had read the question.
create function pg_temp.abandon(p_key text, p_status text default 'interrupted') returns jsonb language sql as $$
  select public.finish_turn(pg_temp.id(p_key), p_status, null, p_uncounted_reads => 1)
$$;
create function pg_temp.ledger(p_key text) returns text[] language sql as $$
  select array[state, is_estimated::text, output_tokens::text, (cost_micro_usd - input_tokens)::text]
  from public.usage where answer_id = pg_temp.id(p_key)
$$;
create function pg_temp.shown(p_key text) returns text[] language sql as $$
  select array[status, content, error_code] from public.chat_messages where id = pg_temp.id(p_key)
$$;

-- With words
select tests.act_as('ada');
select tests.keep('half', tests.ask('m1', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select checkpoint_turn(pg_temp.id('half'), 'Half an an');
select tests.keep('end', pg_temp.abandon('half'));
select is(tests.kept('end') -> 'applied', 'true', 'an answer that nobody runs is ended');
select is(tests.kept('end') #>> '{answer,content}', 'Half an an', 'and tells what was stored of it');
select is(tests.kept('end') #>> '{answer,status}', 'interrupted', 'as broken off');
select is(pg_temp.ledger('half'), array['settled', 'true', '4', '8'], 'its question and its words are paid for, by estimate');
select is(tests.kept('end') -> 'costMicroUsd', to_jsonb(pg_temp.spent()), 'and the rest of its reservation returns');
select is(tests.kept('end') #>> '{quota,used}', '1', 'it has used a message');
select tests.act_as('ada');
select is(pg_temp.shown('half'), array['interrupted', 'Half an an', 'interrupted'], 'its owner finds it so');
select is(running_answers(tests.id('chat')), '[]', 'and nothing that runs');

select tests.act_as('service_role');
select tests.keep('again', pg_temp.abandon('half'));
select is(tests.kept('again') -> 'applied', 'false', 'it is ended once');
select is(tests.kept('again') - 'applied', tests.kept('end') - 'applied', 'and then tells the same');
select is(finish_turn(pg_temp.id('half'), 'complete', 'Whole', 'stop', null, 10, 20) - 'applied', tests.kept('end') - 'applied',
  'a host that was only slow changes nothing either');
select is(checkpoint_turn(pg_temp.id('half'), 'Half an answer'), false, 'nor does its checkpoint');
select is(pg_temp.ledger('half'), array['settled', 'true', '4', '8'], 'and nothing is paid twice');
select tests.act_as('ada');
select is(tests.ask('m1', p_chat => tests.id('chat')) ->> 'state', 'started', 'the same message may ask again');

-- Without
select tests.act_as('service_role');
update public.usage_counters set used = 0;
select tests.act_as('ada');
select tests.keep('silent', tests.ask('m2', p_chat => tests.id('chat 2')));
select tests.act_as('service_role');
select tests.keep('end', pg_temp.abandon('silent'));
select is(pg_temp.shown('silent'), array['failed', '', 'interrupted'], 'without a word it has failed');
select is(tests.kept('end') #>> '{quota,used}', '0', 'and its message is given back');
select is(pg_temp.ledger('silent'), array['refunded', 'true', '0', '0'], 'though the model has most likely read the question');
select is(tests.kept('end') -> 'costMicroUsd', to_jsonb(pg_temp.spent()), 'which is all that the budget pays');
select is(pg_temp.abandon('silent') #>> '{quota,used}', '0', 'once');
select tests.act_as('ada');
select is(tests.ask('m2', p_chat => tests.id('chat 2')) ->> 'state', 'started', 'that message may ask again, too');
select tests.keep('blank', tests.ask('m3', p_chat => tests.id('chat 3')));
select tests.act_as('service_role');
select checkpoint_turn(pg_temp.id('blank'), E' \u200b\n');
select pg_temp.abandon('blank');
select is(pg_temp.shown('blank'), array['failed', E' \u200b\n', 'interrupted'], 'what nobody can see is no word');

-- Other ends of which nobody knows the text
select tests.act_as('ada');
select tests.keep('stopped', tests.ask('m4', p_chat => tests.id('chat 4')));
select tests.keep('known', tests.ask('m5', p_chat => tests.id('chat 5')));
select tests.keep('expired', tests.ask('m6', p_chat => tests.id('chat 6')));
select tests.keep('closed', tests.ask('m7', p_chat => tests.id('chat 7')));
select tests.keep('gone', tests.ask('m8', p_chat => tests.id('chat 8')));
select tests.keep('said', tests.ask('m9', p_chat => tests.id('chat 9')));
select tests.act_as('service_role');
select checkpoint_turn(pg_temp.id(key), 'Half') from unnest(array['stopped', 'known', 'expired', 'closed', 'gone', 'said']) as key;
select pg_temp.abandon('stopped', 'stopped');
select is(pg_temp.shown('stopped'), array['stopped', 'Half', null], 'a stop keeps what was stored and blames nothing');
select finish_turn(pg_temp.id('known'), 'interrupted', null, null, 'provider_timeout');
select is(pg_temp.shown('known'), array['interrupted', 'Half', 'provider_timeout'], 'a reason that is known is kept');

update public.usage set expires_at = now() where answer_id in (pg_temp.id('expired'), pg_temp.id('closed'));
select is(private.expire_reservations(9), 2, 'a reservation that ran out');
select tests.keep('before', to_jsonb(pg_temp.spent()));
select is(pg_temp.abandon('expired') -> 'applied', 'true', 'is settled');
select is(pg_temp.ledger('expired'), array['settled', 'true', '2', '4'], 'at what its words have cost');
select is(to_jsonb(pg_temp.spent()), tests.kept('before'), 'which the budget has paid already');
select tests.act_as('ada');
select tests.ask('m7 again', p_chat => tests.id('chat 7'));
select tests.act_as('service_role');
select pg_temp.abandon('closed');
select is(pg_temp.shown('closed'), array['interrupted', 'Half', 'interrupted'], 'one that the next turn has closed stays as it is');

select tests.act_as('ada');
delete from public.chats where id = tests.id('chat 8');
select tests.act_as('service_role');
select is(pg_temp.abandon('gone') - array['quota', 'title', 'titleId', 'costMicroUsd'],
  '{"applied": true, "chatId": null, "answer": null}', 'one whose chat was deleted is settled too');
select is((select state from public.usage where answer_id = pg_temp.id('gone')), 'refunded', 'as one of which nothing is left');

select finish_turn(pg_temp.id('said'), 'interrupted', '', null, 'service_unavailable');
select is(pg_temp.shown('said'), array['interrupted', '', 'service_unavailable'], 'an empty text is a text: it is stored as it is told');

select * from finish();
rollback;
