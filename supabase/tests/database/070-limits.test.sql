-- Messages and money: what is counted, what is refused, and that a refusal leaves nothing behind.
begin;
select plan(32);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_provider('model');
select tests.act_as('service_role');
select configure_deployment('{"anonymous_message_limit": 3, "anonymous_ip_message_limit": 4,
  "anonymous_window_hours": 24, "user_daily_message_limit": 2, "daily_budget_micro_usd": 100000}');

-- Visitors
select is(anonymous_usage(tests.id('v1'), 'home'), '{"limit": 3, "used": 0, "remaining": 3, "resetsAt": null}',
  'a visitor starts with three messages');
select tests.keep('v1', tests.ask_as_visitor('v1', 'home', 'v1 m1'));
select is(tests.kept('v1') ->> 'state', 'started', 'a visitor begins a turn');
select is(tests.kept('v1') #> '{userMessage,parentId}', 'null', 'with a first message');
select is((select array[user_id, visitor_id] from public.chats where id = (tests.kept('v1') ->> 'chatId')::uuid),
  array[null, tests.id('v1')], 'in a chat of their own');
select is(tests.kept('v1') -> 'quota', jsonb_build_object('limit', 3, 'used', 1, 'remaining', 2, 'resetsAt',
  private.iso_time(now() + interval '24 hours')), 'the window starts with the first message');
select is(tests.ask_as_visitor('v1', 'home', 'v1 m1') ->> 'state', 'running', 'the same message is counted once');
select tests.ask_as_visitor('v1', 'home', 'v1 m2'), tests.ask_as_visitor('v1', 'home', 'v1 m3');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v1', 'home', 'v1 m4') $$),
  'PT429 anonymous_limit_reached', 'the fourth message in another chat meets the limit');
select is(tests.refusal_detail($$ select tests.ask_as_visitor('v1', 'cafe', 'v1 m4') $$),
  jsonb_build_object('limit', 3, 'remaining', 0, 'resetsAt', private.iso_time(now() + interval '24 hours')),
  'another address does not help, and the refusal says when it ends');
select is_empty($$ select from public.chat_messages where id = tests.id('v1 m4') $$, 'a refused message is not stored');
select is((select used::int from public.usage_counters where scope = 'ip' and subject = 'home'), 3,
  'nor counted against the address');
select is(anonymous_usage(tests.id('v2'), 'home'), jsonb_build_object('limit', 3, 'used', 0, 'remaining', 1,
  'resetsAt', private.iso_time(now() + interval '24 hours')), 'cleared storage: the address remembers, and says when it forgets');
select tests.ask_as_visitor('v2', 'home', 'v2 m1');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v3', 'home', 'v3 m1') $$),
  'PT429 anonymous_limit_reached', 'an address has a limit over all its visitors');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v3', 'cafe', 'v3 m1', tests.id('v1 chat')) $$),
  '1 rows', 'elsewhere there is room');
select is(tests.attempt('service_role', format($$ select tests.ask_as_visitor('v3', 'cafe', 'v3 m1', %L) $$,
  tests.kept('v1') ->> 'chatId')), 'PT404 not_found', 'but not in another visitor''s chat');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v3', 'cafe', 'v1 m1') $$), 'PT404 not_found',
  'nor is another visitor''s answer replayed');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v3', '', 'x') $$), 'PT401 unauthenticated',
  'an unknown address is no way around its limit');
select is(tests.attempt('service_role', $$ select begin_anonymous_turn(null, 'cafe', tests.id('x'), tests.id('model'), 'Hi') $$),
  'PT401 unauthenticated', 'nor is an unknown visitor');
update public.usage_counters set resets_at = now() where scope in ('visitor', 'ip');
select is(anonymous_usage(tests.id('v1'), 'home') -> 'remaining', '3', 'when the window is over there is room again');
select is(tests.ask_as_visitor('v1', 'home', 'v1 m5') #> '{quota,used}', '1', 'and the count starts anew');

-- Users
select tests.act_as('ada');
select tests.ask('a1'), tests.ask('a2');
select is(tests.attempt('ada', $$ select tests.ask('a3') $$), 'PT429 user_limit_reached', 'a user has a daily limit');
select is(tests.refusal_detail($$ select tests.ask('a3') $$) -> 'limit', '2', 'which the refusal names');
select is(tests.attempt('bob', $$ select tests.ask('b1') $$), '1 rows', 'of their own');
select is(tests.attempt('ada', $$ select tests.ask('a2') $$), '1 rows', 'a message that was counted may be asked about');

-- The budget
select tests.act_as('service_role');
update public.usage_counters set used = 99700 where scope = 'budget';
select is(tests.attempt('bob', $$ select tests.ask('b1') $$), '1 rows', 'a turn that fits the budget begins');
select configure_deployment('{"daily_budget_micro_usd": 99900}');
select is(tests.attempt('bob', $$ select tests.ask('b1') $$), 'PT429 budget_reached', 'one that could exceed it does not');
select tests.act_as('bob');
select is(tests.refusal_detail($$ select tests.ask('b1') $$), jsonb_build_object('resetsAt',
  to_char((now() at time zone 'UTC')::date + 1, 'YYYY-MM-DD"T00:00:00.000Z"')), 'until tomorrow, and not a word of how much it is');
select is(tests.attempt('service_role', $$ select tests.ask_as_visitor('v9', 'inn', 'v9 m1') $$), 'PT429 budget_reached',
  'for visitors too');
select tests.act_as('service_role');
delete from public.usage_counters where scope = 'budget';
select configure_deployment('{"daily_budget_micro_usd": 10}');
select tests.act_as('bob');
select is(tests.refusal_detail($$ select tests.ask('b1') $$), jsonb_build_object('resetsAt',
  to_char((now() at time zone 'UTC')::date + 1, 'YYYY-MM-DD"T00:00:00.000Z"')), 'also when nothing of it is used yet');
select tests.act_as('service_role');
select configure_deployment('{"daily_budget_micro_usd": 99900}');
insert into public.usage_counters values ('budget', 'deployment', 99700, private.next_utc_day());
select is(anonymous_usage(tests.id('v9'), 'inn') -> 'used', '0', 'their message is not used up by it');
update public.usage set expires_at = now() where answer_id = (tests.kept('v1') ->> 'answerId')::uuid;
select is(tests.attempt('bob', $$ select tests.ask('b1') $$), '1 rows',
  'money reserved by a turn that died is found when it is needed');

-- One statement: what does not fit takes nothing.
select tests.act_as('owner');
select is(private.consume('user', 'x', 5, 4, now() + interval '1 hour'), null, 'more than the limit is not taken');
select is_empty($$ select from public.usage_counters where subject = 'x' $$, 'and leaves no trace');

select * from finish();
rollback;
