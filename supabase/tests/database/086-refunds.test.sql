-- A message that failed before its first word comes back: once, not for ever, and not always for free.
begin;
select plan(23);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model');
create function pg_temp.spent() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'budget'
$$;
-- A new message that fails at once; how many of the window are used then.
create function pg_temp.fail(p_person text, p_message text, p_code text default 'provider_failed') returns int
language plpgsql as $$
begin
  perform tests.act_as(p_person);
  perform tests.keep('turn', tests.ask(p_message));
  perform tests.act_as('service_role');
  return finish_turn((tests.kept('turn') ->> 'answerId')::uuid, 'failed', '', null, p_code) #>> '{quota,used}';
end
$$;
create function pg_temp.fail_visit(p_visitor text, p_ip text, p_message text) returns int language sql as $$
  select tests.keep('turn', tests.ask_as_visitor(p_visitor, p_ip, p_message));
  select (tests.fail('turn') #>> '{quota,used}')::int;
$$;
create function pg_temp.state() returns text language sql as $$
  select state from public.usage where answer_id = (tests.kept('turn') ->> 'answerId')::uuid
$$;

-- A user
select is(max(pg_temp.fail('ada', 'a' || n)), 0, 'ten messages that fail all come back') from generate_series(1, 10) as n;
select is(pg_temp.fail('ada', 'a11'), 1, 'the eleventh does not: new messages are no way around the limit');
select is(pg_temp.state(), 'settled', 'and the ledger says so');
select is((select cost_micro_usd::int from public.usage where answer_id = (tests.kept('turn') ->> 'answerId')::uuid), 0,
  'though it costs nothing');
select is(pg_temp.fail('bob', 'b1'), 0, 'another user has refunds of their own');
select tests.act_as('ada');
select is(tests.ask('a11') #>> '{quota,used}', '1', 'sent again it is not counted again');
select tests.act_as('service_role');
update public.usage_counters set resets_at = now() - interval '1 second' where scope in ('user', 'refund');
select is(pg_temp.fail('ada', 'a12'), 0, 'in the next window there are refunds again');

-- No more often than one may send
select configure_deployment('{"user_daily_message_limit": 2}');
delete from public.usage_counters where scope in ('user', 'refund');
select is(pg_temp.fail('ada', 'a13'), 0, 'a small limit gives few back');
select is(pg_temp.fail('ada', 'a14'), 0, 'as many as there are messages');
select is(pg_temp.fail('ada', 'a15'), 1, 'and then they count');
select is(pg_temp.fail('ada', 'a16'), 2, 'to the last');
select is(tests.attempt('ada', $$ select tests.ask('a17') $$), 'PT429 user_limit_reached', 'and then there is an end');

-- A visitor, and an address
select tests.act_as('service_role');
select is(max(pg_temp.fail_visit('v1', 'home', 'v1 m' || n)), 0, 'a visitor gets three back') from generate_series(1, 3) as n;
select is(pg_temp.fail_visit('v1', 'home', 'v1 m4'), 1, 'and no more');
select is((select array_agg(used::int order by scope) from public.usage_counters where subject in ('home', tests.id('v1')::text)
  and scope in ('ip', 'visitor')), array[1, 1], 'which counts against both');
select is(max(pg_temp.fail_visit('v' || n, 'home', 'v' || n || ' m1')), 0, 'other visitors of that address too')
from generate_series(2, 8) as n;
select is(pg_temp.fail_visit('v9', 'home', 'v9 m1'), 1, 'but ten in all: a new visitor is no way around it');
select is(pg_temp.fail_visit('v10', 'cafe', 'v10 m1'), 0, 'another address is');

-- What it costs
select configure_deployment('{"user_daily_message_limit": 200}');
delete from public.usage_counters;
select is(max(pg_temp.fail('bob', 'costs ' || code, code)), 0, 'whatever went wrong, the message comes back')
from unnest(array['provider_failed', 'provider_auth', 'provider_timeout', 'content_filtered']) as code;
select results_eq($$ select m.error_code, u.cost_micro_usd, u.is_estimated, u.state
    from public.usage u join public.chat_messages m on m.id = u.answer_id
    where u.user_message_id in (select tests.id('costs ' || m.error_code)) order by 1 $$,
  $$ values ('content_filtered', 13::bigint, true, 'refunded'), ('provider_auth', 0, true, 'refunded'),
    ('provider_failed', 0, true, 'refunded'), ('provider_timeout', 13, true, 'refunded') $$,
  'the budget pays for input that a model has most likely read');
select is(pg_temp.spent(), 26, 'and for nothing else');
select tests.act_as('ada');
select tests.keep('turn', tests.ask('stuck'));
select tests.act_as('service_role');
select is(finish_turn((tests.kept('turn') ->> 'answerId')::uuid, 'failed', '', null, 'provider_timeout', 7, 5) -> 'costMicroUsd',
  '17', 'what was counted is charged as counted');
select is(pg_temp.state(), 'refunded', 'and the message comes back');

select * from finish();
rollback;
