-- A message is counted once, however often it is sent, until its repetitions are used up.
begin;
select plan(14);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
select tests.act_as('service_role');
select configure_deployment('{"user_daily_message_limit": 9}');

-- Each part: the message is sent, its answer is broken off after a word, and it is sent again.
create function pg_temp.send(p_message text) returns int language plpgsql as $$
declare
  v_used int;
begin
  perform tests.act_as('ada');
  v_used := tests.keep('turn', tests.ask(p_message, p_chat => tests.id('chat'))) #>> '{quota,used}';
  perform tests.act_as('service_role');
  return v_used;
end
$$;
create function pg_temp.budget() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'budget'
$$;

select is(pg_temp.send('m1'), 1, 'a message is counted');
select tests.finish('turn', 'interrupted', 'Hal');
create temp table before on commit drop as select pg_temp.budget() as spent;
select is(pg_temp.send('m1'), 1, 'and not again when it is sent again');
select cmp_ok(pg_temp.budget(), '>', (select spent from before), 'though money is reserved for every answer');
select tests.finish('turn', 'interrupted', 'Hal');
select is(pg_temp.send('m1'), 1, 'twice');
select tests.fail('turn');
select is((select state from public.usage where answer_id = (tests.kept('turn') ->> 'answerId')::uuid), 'settled',
  'a repetition has no message to give back');
select is((select used::int from public.usage_counters where scope = 'user'), 1, 'and gives none back');
select is(pg_temp.send('m1'), 1, 'three times');
select tests.finish('turn', 'interrupted', 'Hal');
select is(pg_temp.send('m1'), 2, 'then it counts: the model is not asked for ever');
select tests.finish('turn', 'interrupted', 'Hal');
select is(pg_temp.send('m1'), 3, 'every time');
select tests.finish('turn');

select is(pg_temp.send('m2'), 4, 'another message is counted');
select tests.fail('turn');
select is(pg_temp.send('m2'), 4, 'and again when it was given back');
select tests.finish('turn');
select tests.act_as('ada');
select is(tests.ask_again('a2', tests.id('chat'), tests.id('m2')) #>> '{quota,used}', '5', 'another answer is another message');

select tests.act_as('service_role');
select tests.finish('turn');
update public.usage set expires_at = now() where state = 'reserved';
insert into public.chat_messages (id, chat_id, user_id, role, content)
values (tests.id('by hand'), tests.id('chat'), tests.id('ada'), 'user', 'By hand');
select is(pg_temp.send('by hand'), 6, 'words that were stored by hand are counted with their first answer');
select is((select message_resets_at is not null from public.usage
  where answer_id = (tests.kept('turn') ->> 'answerId')::uuid), true, 'in the window of that answer');

select * from finish();
rollback;
