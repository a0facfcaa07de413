-- The funnel: who comes how far, each counted once, and nothing that tells who.
begin;
select plan(42);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('leaver'), tests.add_provider('model');
select tests.act_as('service_role');
select configure_deployment('{"anonymous_message_limit": 2, "anonymous_ip_message_limit": 9, "anonymous_window_hours": 24}');
create function pg_temp.counted(p_stage text) returns int language sql as $$
  select coalesce(sum(count), 0)::int from public.funnel_days where stage = p_stage
$$;
create function pg_temp.meet(p_visitor text, p_message text) returns void language sql as $$
  select note_limit_met(tests.id(p_visitor), tests.id(p_message))
$$;
create function pg_temp.waiting() returns text language sql as $$
  select string_agg(name, ', ' order by name) from unnest(array['v m3', 'v m4', 'w m1', 'cut', 'gone']) as name
  where exists (select from public.limit_meetings where message_id = tests.id(name))
$$;
-- A user sends a message and the Worker reports how it ended.
create function pg_temp.turn(p_person text, p_message text, p_status text default 'complete') returns jsonb
language plpgsql as $$
begin
  perform tests.act_as(p_person);
  perform tests.keep(p_message, tests.ask(p_message));
  perform tests.act_as('service_role');
  return tests.finish(p_message, p_status, case p_status when 'failed' then '' else 'Hi' end);
end
$$;

-- Visitors
select is((select count(*)::int from public.funnel_days), 0, 'nothing is counted before anybody came');
select tests.keep('first', tests.ask_as_visitor('v', 'home', 'v m1'));
select results_eq('select day, stage, count from public.funnel_days',
  $$ values ((now() at time zone 'UTC')::date, 'visitor', 1::bigint) $$, 'a visitor is counted with the first message, today');
select tests.ask_as_visitor('v', 'home', 'v m1');
select is(pg_temp.counted('visitor'), 1, 'not again when it is sent again');
select tests.fail('first');
select is(anonymous_usage(tests.id('v'), 'home') -> 'used', '0', 'when it has failed and was given back');
select tests.ask_as_visitor('v', 'home', 'v m1');
select is(pg_temp.counted('visitor'), 1, 'the same message makes no other visitor of them');
select tests.ask_as_visitor('v', 'home', 'v m2');
select is(pg_temp.counted('visitor'), 1, 'nor does a second one');
select tests.keep('other', tests.ask_as_visitor('w', 'home', 'w'));
select is(pg_temp.counted('visitor'), 2, 'another visitor does, at the same address, too');
select tests.finish('other', 'interrupted');
select is(tests.ask_as_visitor('w', 'home', 'w') ->> 'state', 'started', 'one whose answer broke off asks again');
select is(pg_temp.counted('visitor'), 2, 'and stays the same visitor');
select configure_deployment('{"daily_budget_micro_usd": 0}');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('x', 'cafe', 'x m1') $$), 'PT429 budget_reached', 'who is refused');
select configure_deployment('{"daily_budget_micro_usd": 5000000}');
select is(pg_temp.counted('visitor'), 2, 'is counted as nobody');
select pg_temp.turn('ada', 'a m1');
select is(pg_temp.counted('visitor'), 2, 'a user is no visitor');

-- The limit
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v', 'home', 'v m3') $$), 'PT429 anonymous_limit_reached',
  'a visitor meets the limit');
select is(pg_temp.counted('limit_met'), 0, 'a refusal undoes all, and counts nothing');
select pg_temp.meet('v', 'v m3');
select is(pg_temp.counted('limit_met'), 1, 'the Worker notes it');
select results_eq($$ select message_id, visitor_id, met_at from public.limit_meetings $$,
  $$ values (tests.id('v m3'), tests.id('v'), now()) $$, 'with the message that waits');
select is((select resets_at from public.usage_counters where scope = 'limit_met'),
  (select resets_at from public.usage_counters where scope = 'visitor' and subject = tests.id('v')::text), 'for this window');
select pg_temp.meet('v', 'v m3'), pg_temp.meet('v', 'v m4');
select is(pg_temp.counted('limit_met'), 1, 'once, however often they try');
select is(pg_temp.waiting(), 'v m3, v m4', 'though each message waits');
select pg_temp.meet('w', 'w m1'), pg_temp.meet('never seen', 'n m1');
select is(pg_temp.counted('limit_met'), 3, 'others meet it themselves, one of them that of an address');
select pg_temp.meet('w', 'v m3');
select is((select visitor_id from public.limit_meetings where message_id = tests.id('v m3')), tests.id('v'),
  'a message that waits stays whose it was');
select pg_temp.meet('flood', 'flood ' || n) from generate_series(1, 30) as n;
select is((select count(*)::int from public.limit_meetings where visitor_id = tests.id('flood')), 10,
  'nobody fills the table with refusals');
select is(pg_temp.counted('limit_met'), 4, 'or the sum');

-- The next window
update public.usage_counters set resets_at = now() where scope in ('visitor', 'ip', 'limit_met', 'refund');
select configure_deployment('{"anonymous_window_hours": 25}');
select tests.keep('next day', tests.ask_as_visitor('v', 'home', 'v m5'));
select is(pg_temp.counted('visitor'), 3, 'in the next window a visitor is counted anew');
select pg_temp.meet('v', 'v m6');
select is(pg_temp.counted('limit_met'), 5, 'and so is the limit');

-- Registered
select is(claim_visitor_chats(tests.id('ada'), tests.id('nobody')), '{"chatIds": []}', 'a claim that moves nothing');
select is(pg_temp.counted('registered'), 0, 'is no registration');
select is(jsonb_array_length(claim_visitor_chats(tests.id('ada'), tests.id('v')) -> 'chatIds'), 3, 'one that moves three chats');
select is(pg_temp.counted('registered'), 1, 'is one');
select claim_visitor_chats(tests.id('ada'), tests.id('v'));
select is(pg_temp.counted('registered'), 1, 'and repeated it is none');

-- Replayed
select pg_temp.turn('ada', 'v m3', 'failed'), pg_temp.turn('ada', 'v m4', 'interrupted');
select is(pg_temp.counted('replayed'), 0, 'an answer that failed or broke off is none');
select is(pg_temp.waiting(), 'v m3, v m4, w m1', 'and its message still waits');
select pg_temp.turn('ada', 'v m3');
select is(pg_temp.counted('replayed'), 1, 'a message that had met the limit is counted when its answer is complete');
select is(pg_temp.waiting(), 'v m4, w m1', 'and waits no more');
select tests.finish('v m3');
select pg_temp.turn('ada', 'v m3'), pg_temp.turn('ada', 'a m2');
select is(pg_temp.counted('replayed'), 1, 'once; and no message that never met it is');
update public.usage_counters set used = 0 where scope in ('visitor', 'ip');
select tests.keep('w', tests.ask_as_visitor('w', 'home', 'w m1'));
select tests.finish('w');
select is(pg_temp.counted('replayed'), 1, 'nor one that its visitor has sent when there was room again');
select tests.act_as('leaver');
select tests.keep('gone', tests.ask('gone'));
select tests.act_as('service_role');
select pg_temp.meet('v', 'gone');
select tests.act_as('owner');
delete from auth.users where id = tests.id('leaver');
select tests.act_as('service_role');
select is(tests.finish('gone') -> 'applied', 'true', 'an answer to a user who is gone');
select is(pg_temp.counted('replayed'), 1, 'is nobody''s');

-- What is left
select results_eq('select stage, count::int from public.funnel_days order by count desc',
  $$ values ('limit_met', 5), ('visitor', 4), ('registered', 1), ('replayed', 1) $$, 'there are four sums');
select is(tests.attempt('service_role', $$ insert into funnel_days values ('2026-01-01', 'other', 1) $$), '23514', 'and no other');
update public.limit_meetings set met_at = now() - interval '2 days 1 second' where message_id = tests.id('v m4');
select is(housekeep(100) -> 'limitMeetings', '1', 'after two days a message waits no more');
select is(pg_temp.waiting(), 'gone, w m1', 'and no other is forgotten');

select * from finish();
rollback;
