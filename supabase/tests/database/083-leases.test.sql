-- A reservation is a lease: it ends soon after the last word of whoever writes the answer.
begin;
select plan(18);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
create function pg_temp.lease() returns interval language sql as $$
  select expires_at - now() from public.usage
  where answer_id = (tests.kept('turn') ->> 'answerId')::uuid and kind = 'answer'
$$;
create function pg_temp.age(p_age interval, p_left interval default '1 second') returns void language sql as $$
  update public.usage set created_at = now() - p_age, expires_at = now() + p_left
  where answer_id = (tests.kept('turn') ->> 'answerId')::uuid
$$;
create function pg_temp.checkpoint(p_content text) returns boolean language sql as $$
  select checkpoint_turn((tests.kept('turn') ->> 'answerId')::uuid, p_content)
$$;
create function pg_temp.content() returns text language sql as $$
  select content from public.chat_messages where id = (tests.kept('turn') ->> 'answerId')::uuid
$$;

select tests.act_as('ada');
select tests.keep('turn', tests.ask('m1', p_chat => tests.id('chat')));
select tests.act_as('service_role');
select is(pg_temp.lease(), interval '90 seconds', 'a turn begins with a minute and a half');
select pg_temp.age('1 minute');
select is(pg_temp.checkpoint('Part'), true, 'a checkpoint');
select is(pg_temp.lease(), interval '90 seconds', 'gives it that again');
select pg_temp.age('2 minutes');
select pg_temp.checkpoint('Part');
select is(pg_temp.lease(), interval '90 seconds', 'and so does one without news');
select pg_temp.age('2 minutes');
select is(pg_temp.checkpoint(null), true, 'or without a text');
select is(pg_temp.lease(), interval '90 seconds', 'for that a turn lives is the news');
select is(pg_temp.content(), 'Part', 'what was stored stays');
select pg_temp.age('9 minutes 59 seconds');
select pg_temp.checkpoint(null);
select is(pg_temp.lease(), interval '90 seconds', 'that can be said for ten minutes');
select pg_temp.age('10 minutes');
select is(pg_temp.checkpoint('Part two'), true, 'then');
select is(array[pg_temp.lease()::text, pg_temp.content()], array['00:00:01', 'Part two'],
  'its text is still stored, but its time runs out');

-- The branch is free as soon as the lease is over
select pg_temp.age('91 seconds', '0');
select tests.act_as('ada');
select is(running_answers(tests.id('chat')), '[]', 'an answer whose turn is not heard of does not run');
select tests.keep('next', tests.ask('m2', p_chat => tests.id('chat')));
select is(tests.kept('next') ->> 'state', 'started', 'and holds up no other');
select tests.act_as('service_role');
select is(pg_temp.checkpoint('Part three'), false, 'when its place is taken, it can not come back');
select is(pg_temp.lease(), interval '0', 'to life');
select is(private.expire_reservations(9), 1, 'its money returns');
select is(finish_turn((tests.kept('turn') ->> 'answerId')::uuid, 'complete', 'Whole', 'stop', null, 10, 20) -> 'applied', 'true',
  'its end is stored all the same');
select is(pg_temp.content(), 'Whole', 'with what it had to say');

-- Titles
select tests.act_as('ada');
select tests.keep('turn', tests.ask('m3', p_chat => tests.id('other')));
select tests.act_as('service_role');
select finish_turn((tests.kept('turn') ->> 'answerId')::uuid, 'complete', 'Hi', p_wants_title => true);
select is((select expires_at - now() from public.usage where kind = 'title'), interval '90 seconds', 'a title has as long');

select * from finish();
rollback;
