-- claim_visitor_chats: what a visitor has begun becomes a user's, and nothing else does.
begin;
select plan(46);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_user('bob'), tests.add_user('leaver'), tests.add_provider('model');
insert into public.chats (id, user_id, visitor_id, title, title_source, updated_at) values
  (tests.id('old'), null, tests.id('v'), 'Old', 'message', '2020-01-01'),
  (tests.id('new'), null, tests.id('v'), 'New', 'model', '2020-01-03'),
  (tests.id('mid'), null, tests.id('v'), null, 'message', '2020-01-02'),
  (tests.id('other'), null, tests.id('w'), 'Other', 'message', '2020-01-04'),
  (tests.id('bob''s'), tests.id('bob'), null, 'Bob''s', 'user', '2020-01-04'),
  (tests.id('left'), tests.id('leaver'), null, 'Left', 'message', '2020-01-04');
delete from auth.users where id = tests.id('leaver');
insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content) values
  (tests.id('old question'), tests.id('old'), null, null, 'user', 'Hello foxes'),
  (tests.id('old answer'), tests.id('old'), tests.id('old question'), null, 'assistant', 'Hi'),
  (tests.id('other question'), tests.id('other'), null, null, 'user', 'Hello'),
  (tests.id('other answer'), tests.id('other'), tests.id('other question'), null, 'assistant', 'Hi'),
  (tests.id('bob''s question'), tests.id('bob''s'), null, tests.id('bob'), 'user', 'Hello');
insert into public.message_feedback (message_id, rating, updated_at) values
  (tests.id('old answer'), 'up', '2020-01-01'), (tests.id('other answer'), 'down', '2020-01-01');
update public.chats set updated_at = '2020-01-01' where id = tests.id('old');
create function pg_temp.claim(p_user text, p_visitor text) returns jsonb language sql as $$
  select claim_visitor_chats(tests.id(p_user), tests.id(p_visitor))
$$;
create function pg_temp.ids(variadic p_names text[] default '{}') returns jsonb language sql as $$
  select jsonb_build_object('chatIds', coalesce(jsonb_agg(tests.id(name) order by place), '[]'))
  from unnest(p_names) with ordinality as n (name, place)
$$;
-- Everything that is not the visitor's.
create function pg_temp.others() returns jsonb language sql as $$
  select jsonb_build_array(
    (select jsonb_agg(c order by c.id) from public.chats c where c.id in (tests.id('other'), tests.id('bob''s'), tests.id('left'))),
    (select jsonb_agg(m order by m.id) from public.chat_messages m where m.chat_id in (tests.id('other'), tests.id('bob''s'))),
    (select jsonb_agg(f) from public.message_feedback f where f.message_id = tests.id('other answer')))
$$;

-- Who no longer is
select tests.act_as('service_role');
select tests.keep('others', pg_temp.others());
select is(tests.attempt('service_role', format('select claim_visitor_chats(%s, tests.id(%L))', who, visitor)),
  'PT401 invalid_token', format('%s claims nothing of %s', who, visitor))
from unnest(array['tests.id(''leaver'')', 'null']) as who, unnest(array['v', 'nobody']) as visitor;
select is((select count(*)::int from public.chats where visitor_id = tests.id('v')), 3, 'and the chats stay the visitor''s');

-- What moves
select is(pg_temp.claim('ada', 'v'), pg_temp.ids('new', 'mid', 'old'), 'a user claims the chats of a visitor, the newest first');
select results_eq($$ select id, user_id, visitor_id, title, title_source, updated_at from public.chats
    where id in (tests.id('old'), tests.id('mid'), tests.id('new')) order by updated_at $$, $$ values
  (tests.id('old'), tests.id('ada'), null::uuid, 'Old', 'message', timestamptz '2020-01-01'),
  (tests.id('mid'), tests.id('ada'), null, null, 'message', '2020-01-02'),
  (tests.id('new'), tests.id('ada'), null, 'New', 'model', '2020-01-03') $$, 'each with its title and its place in the history');
select results_eq($$ select role, user_id from public.chat_messages where chat_id = tests.id('old') order by seq $$,
  $$ values ('user', tests.id('ada')), ('assistant', null) $$, 'what the visitor has said is the user''s word');
select results_eq($$ select user_id, rating, updated_at from public.message_feedback where message_id = tests.id('old answer') $$,
  $$ values (tests.id('ada'), 'up', timestamptz '2020-01-01') $$, 'and so is what they thought, then as now');
select is(pg_temp.others(), tests.kept('others'), 'nobody else''s chat has changed, nor one that a deleted user has left');

-- Again
select is(pg_temp.claim('ada', 'v'), pg_temp.ids(), 'a second claim finds nothing');
select is(pg_temp.claim('bob', 'v'), pg_temp.ids(), 'nor does one by another user');
select is(claim_visitor_chats(tests.id('ada'), null), pg_temp.ids(), 'nor one for no visitor');
select is((select count(*)::int from public.chats where user_id = tests.id('ada')), 3, 'and all stays as it is');
select is(pg_temp.others(), tests.kept('others'), 'with everybody');
select tests.keep('later', tests.ask_as_visitor('v', 'home', 'later', tests.id('later chat')));
select is(pg_temp.claim('ada', 'v'), pg_temp.ids('later chat'), 'a chat that came later is claimed later');

-- Whose it is now
select tests.act_as('ada');
select is((select count(*)::int from chats), 4, 'the user finds the chats');
select is((select count(*)::int from chat_messages where chat_id = tests.id('old')), 2, 'their messages');
select is((select rating from message_feedback), 'up', 'and their feedback');
select results_eq($$ select id from search_chats('foxes', 10) $$, $$ values (tests.id('old')) $$, 'by what was said, too');
select is(tests.attempt(who, sql), expected, who || ': ' || sql) from (values
  ('ada', 'update chats set title = ''Mine'' where id = tests.id(''old'')', '1 rows'),
  ('ada', 'delete from chats where id = tests.id(''old'')', '1 rows'),
  ('ada', 'select tests.ask(''more'', p_chat => tests.id(''old''))', '1 rows'),
  ('bob', 'select * from chats where id = tests.id(''old'')', '0 rows'),
  ('service_role', 'select tests.ask_as_visitor(''v'', ''home'', ''more'', tests.id(''old''))', 'PT404 not_found'),
  ('service_role', 'select tests.ask_as_visitor(''v'', ''home'', ''later'')', 'PT404 not_found'),
  ('service_role', 'select running_answers(tests.id(''later chat''), tests.id(''v''))', 'PT404 not_found'),
  ('service_role', 'select give_anonymous_feedback(tests.id(''v''), tests.id(''old answer''), ''down'')', 'PT404 not_found')
) as m (who, sql, expected);

-- An answer that runs
select tests.act_as('service_role');
select is(anonymous_usage(tests.id('v'), 'home') -> 'used', '1', 'what a visitor has used stays used');
select is(checkpoint_turn((tests.kept('later') ->> 'answerId')::uuid, 'Half'), true, 'an answer that runs goes on');
select tests.act_as('ada');
select is(running_answers(tests.id('later chat')) #> '{0,id}', tests.kept('later') -> 'answerId', 'its new owner can read on');
select tests.keep('joined', tests.ask('later'));
select is(tests.kept('joined') -> 'answerId', tests.kept('later') -> 'answerId', 'and join it by its message');
select is(array[tests.kept('joined') ->> 'state', tests.kept('joined') #>> '{quota,limit}', tests.kept('joined') #>> '{quota,used}'],
  array['running', '200', '0'], 'which costs them nothing');
select tests.act_as('service_role');
select tests.keep('end', finish_turn((tests.kept('later') ->> 'answerId')::uuid, 'complete', 'Whole', 'stop', null, 10, 20,
  p_wants_title => true));
select is(tests.kept('end') #>> '{answer,content}', 'Whole', 'it is stored when it ends');
select is(tests.kept('end') #>> '{quota,limit}', '200', 'and tells what its owner has left');
select is(finish_title((tests.kept('end') ->> 'titleId')::uuid, 'Foxes', 9, 9), '{"applied": true, "title": "Foxes"}',
  'its chat gets its title');
select is((select array_agg(distinct visitor_id) from public.usage where chat_id = tests.id('later chat')), array[tests.id('v')],
  'the ledger knows who has paid');
select tests.act_as('ada');
select is(tests.ask('later') #>> '{answer,content}', 'Whole', 'its owner finds it');

-- One that fails, and one that breaks off
select tests.act_as('service_role');
select tests.keep('fails', tests.ask_as_visitor('v', 'home', 'fails', tests.id('failing chat')));
select tests.keep('breaks', tests.ask_as_visitor('v', 'home', 'breaks', tests.id('breaking chat')));
select is(jsonb_array_length(pg_temp.claim('ada', 'v') -> 'chatIds'), 2, 'more chats are claimed while they run');
select tests.keep('end', tests.fail('fails'));
select is(tests.kept('end') #>> '{quota,used}', '0', 'a message that fails then');
select is((select array_agg(used::int order by scope) from public.usage_counters where scope in ('ip', 'refund', 'visitor')
  and subject in ('home', tests.id('v')::text)), array[2, 1, 1, 2], 'is given back where it was counted');
select tests.finish('breaks', 'interrupted', 'Half');
select tests.act_as('ada');
select is(tests.ask('breaks') #>> '{quota,used}', '0', 'one that broke off was counted, and asks again');
select is(tests.ask('fails') #>> '{quota,used}', '1', 'one that was given back is counted by its new owner');
select tests.act_as('service_role');
select results_eq($$ select user_id, visitor_id from public.usage where user_message_id = tests.id('fails') order by state desc $$,
  $$ values (tests.id('ada'), null::uuid), (null, tests.id('v')) $$, 'who pays for it');

-- Few rows are read one after the other, whatever index there is: this asks whether there is one.
select tests.act_as('owner');
create function pg_temp.table_scans() returns bigint language sql volatile as $$
  select sum(pg_stat_get_xact_numscans(t)) from unnest(array['public.chats', 'public.chat_messages',
    'public.message_feedback', 'public.funnel_days']::regclass[]) as t
$$;
select tests.keep('before', to_jsonb(pg_temp.table_scans()));
set local enable_seqscan = off;
discard plans;
select pg_temp.claim('bob', 'w');
select is((select user_id from public.message_feedback where message_id = tests.id('other answer')), tests.id('bob'),
  'another visitor''s chats are another user''s');
select is(to_jsonb(pg_temp.table_scans()), tests.kept('before'), 'and an index serves every part of it');

select * from finish();
rollback;
