-- A title from a model: when one is due, what it costs, and whose title it may replace.
begin;
select plan(44);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
create function pg_temp.spent() returns int language sql as $$
  select used::int from public.usage_counters where scope = 'budget'
$$;
create function pg_temp.title_of(p_chat text) returns text[] language sql as $$
  select array[title, title_source] from public.chats where id = tests.id(p_chat)
$$;
-- A turn from its question to its end; what finish_turn returns is kept under p_name.
create function pg_temp.turn(p_name text, p_chat text, p_status text default 'complete', p_wants_title boolean default true)
returns uuid language plpgsql as $$
declare
  v_begun jsonb;
begin
  perform tests.act_as('ada');
  v_begun := begin_turn(tests.id(p_name), tests.id('model'), 'Hello', p_chat_id => tests.id(p_chat), p_title => 'Hello');
  perform tests.act_as('service_role');
  return tests.keep(p_name, finish_turn((v_begun ->> 'answerId')::uuid, p_status, 'Hi', 'stop', null, 10, 20,
    p_wants_title => p_wants_title)) ->> 'titleId';
end
$$;
-- … and that title, from the model.
create function pg_temp.entitle(p_name text, p_title text, p_input int default 30, p_output int default 5) returns jsonb
language sql as $$
  select finish_title((tests.kept(p_name) ->> 'titleId')::uuid, p_title, p_input, p_output)
$$;

-- When
select is(pg_temp.turn('unwanted', 'u', p_wants_title => false), null, 'no title is due when none is wanted');
select is(pg_temp.turn('broken', 'b', 'interrupted'), null, 'nor after an answer that broke off');
select isnt(pg_temp.turn('mended', 'b'), null, 'but after the next, which is the first that is complete');
select isnt(pg_temp.turn('first', 'f'), null, 'the first answer of a chat gives rise to a title');
select is((tests.kept('first') -> 'costMicroUsd')::int, 50, 'which the answer does not pay for');
select is(pg_temp.turn('second', 'f'), null, 'the second does not');
select results_eq($$
  select kind, state, reserved_micro_usd, input_tokens, message_resets_at, user_id, provider_id from public.usage
  where id = (tests.kept('first') ->> 'titleId')::uuid
$$, $$ values ('title', 'reserved', 2128::bigint, 2000, null::timestamptz, tests.id('ada'), tests.id('model')) $$,
  'the ledger has a row for it: 2,000 tokens in, 64 out');
select is((select count(*)::int from public.usage u join public.chat_messages m on m.id = u.answer_id
  where u.chat_id = tests.id('f') and m.parent_id = tests.id('first')), 2, 'beside that of the answer');
select tests.act_as('ada');
select tests.keep('again', tests.ask('first'));
select is(tests.kept('again') #>> '{quota,used}', '5', 'it is no message');
select tests.act_as('service_role');
select is(finish_turn((tests.kept('again') ->> 'answerId')::uuid, 'complete', p_wants_title => true) -> 'titleId',
  tests.kept('first') -> 'titleId', 'a second end of its answer names it again, for the first reply may be lost');
select is((select count(*)::int from public.usage where kind = 'title' and chat_id = tests.id('f')), 1,
  'and reserves no second one');

-- What it does and costs
create temp table before on commit drop as select pg_temp.spent() as spent, (select updated_at from public.chats
  where id = tests.id('f')) as updated_at;
grant select on before to service_role;
update public.chats set updated_at = '2020-01-01' where id = tests.id('f');
select is(pg_temp.entitle('first', E' A\n greeting\n'), '{"applied": true, "title": "A greeting"}', 'a title is given');
select is(pg_temp.title_of('f'), array['A greeting', 'model'], 'and it is known where from');
select is((select updated_at from public.chats where id = tests.id('f')), timestamptz '2020-01-01',
  'the chat keeps its place in the history');
select is(pg_temp.spent() - (select spent from before), 40 - 2128, 'it is charged for what it has cost: 30 in at 1, 5 out at 2');
select results_eq($$ select state, cost_micro_usd, is_estimated, input_tokens, output_tokens from public.usage
  where id = (tests.kept('first') ->> 'titleId')::uuid $$, $$ values ('settled', 40::bigint, false, 30, 5) $$,
  'and the ledger says so');
select is(pg_temp.entitle('first', 'Another'), '{"applied": false, "title": "A greeting"}', 'once');
select is(finish_turn((tests.kept('again') ->> 'answerId')::uuid, 'complete', p_wants_title => true) -> 'titleId', 'null',
  'and is not named again');
select is(pg_temp.spent() - (select spent from before), 40 - 2128, 'and charged once');

-- What was not counted
select pg_temp.turn('uncounted', 'un');
select tests.keep('end', pg_temp.entitle('uncounted', 'Nine char', null, null));
select results_eq($$ select cost_micro_usd, is_estimated, output_tokens from public.usage
  where id = (tests.kept('uncounted') ->> 'titleId')::uuid $$, $$ values (2006::bigint, true, 3) $$,
  'a title that nobody counted is estimated, and flagged');
select pg_temp.turn('unreached', 'ur');
update before set spent = pg_temp.spent();
select is(pg_temp.entitle('unreached', null, null, null), '{"applied": true, "title": "Hello"}', 'no title leaves the old one');
select is(pg_temp.spent() - (select spent from before), -2128, 'and costs nothing when the model was not reached');
select pg_temp.turn('useless', 'ul');
update before set spent = pg_temp.spent();
select is(pg_temp.entitle('useless', E' \u200b '), '{"applied": true, "title": "Hello"}', 'nobody gets a title that nobody sees');
select is(pg_temp.spent() - (select spent from before), 40 - 2128, 'though it is paid for');
select pg_temp.turn('long', 'lo');
select is(char_length(pg_temp.entitle('long', repeat('好', 200)) ->> 'title'), 120, 'a title has 120 characters at most');

-- A title of the user's own
select pg_temp.turn('renamed', 'r');
select tests.act_as('ada');
update public.chats set title = 'Mine' where id = tests.id('r');
select tests.act_as('service_role');
select is(pg_temp.entitle('renamed', 'The machine''s'), '{"applied": true, "title": "Mine"}', 'is never overwritten');
select is(pg_temp.title_of('r'), array['Mine', 'user'], 'whoever was first');
select tests.act_as('ada');
insert into public.chats (id, user_id, title) values (tests.id('n'), tests.id('ada'), 'Named');
select is(pg_temp.turn('named', 'n'), null, 'a chat that has one asks for none');

-- Never refused because of it
select configure_deployment(jsonb_build_object('daily_budget_micro_usd', pg_temp.spent() + 2177));
select is(pg_temp.turn('poor', 'po'), null, 'no room in the budget is no title');
select is(tests.kept('poor') #>> '{answer,status}', 'complete', 'but an answer');
select configure_deployment(jsonb_build_object('daily_budget_micro_usd', pg_temp.spent() + 2178));
select isnt(pg_temp.turn('rich', 'ri'), null, 'room for just that is a title');
select configure_deployment('{"daily_budget_micro_usd": 5000000}');
select pg_temp.entitle('rich', null, null, null);

-- An answer sent again is counted by its answers alone
select tests.act_as('owner');
select is(private.was_counted(tests.id('first')), true, 'a title is no repetition of a message');
insert into public.usage (kind, user_message_id, answer_id, provider_id, price, reserved_micro_usd, input_tokens,
  budget_resets_at, expires_at, state)
select 'title', tests.id('first'), gen_random_uuid(), tests.id('model'), '{}', 0, 0, now(), now(), 'settled'
from generate_series(1, 3);
select is(private.was_counted(tests.id('first')), true, 'nor are many');

-- A title that never came
select tests.act_as('service_role');
select pg_temp.entitle('mended', null, null, null);
select is((select count(*)::int from public.usage where state = 'reserved'), 0, 'all are settled by now');
select pg_temp.turn('silent', 's');
update before set spent = pg_temp.spent();
update public.usage set expires_at = now() where id = (tests.kept('silent') ->> 'titleId')::uuid;
select is(private.expire_reservations(9), 1, 'one that never came expires');
select is(pg_temp.spent() - (select spent from before), 2000 - 2128, 'and is charged its input, not the length of the answer');
select is(pg_temp.entitle('silent', 'Late') ->> 'title', 'Late', 'it may still come');
select is(pg_temp.spent() - (select spent from before), 40 - 2128, 'and then costs what it has cost');

-- A visitor's chat, and one that is gone
select tests.keep('visit', tests.ask_as_visitor('v', 'home', 'v m1'));
select tests.keep('visit end', finish_turn((tests.kept('visit') ->> 'answerId')::uuid, 'complete', 'Hi', p_wants_title => true));
select isnt(tests.kept('visit end') ->> 'titleId', null, 'visitors'' chats are named as well');
select is(pg_temp.entitle('visit end', 'A visit') ->> 'title', 'A visit', 'by whom the Worker has asked');
select pg_temp.turn('gone', 'g');
delete from public.chats where id = tests.id('g');
select is(pg_temp.entitle('gone', 'Too late'), '{"applied": true, "title": null}', 'a deleted chat still pays, and has no title');
select tests.act_as('ada');
select tests.keep('leaving', tests.ask('leaving', p_chat => tests.id('l')));
delete from public.chats where id = tests.id('l');
select tests.act_as('service_role');
select is(finish_turn((tests.kept('leaving') ->> 'answerId')::uuid, 'complete', 'Hi', p_wants_title => true) -> 'titleId', 'null',
  'nor is one reserved for it');
select is(tests.attempt('service_role', 'select finish_title(gen_random_uuid(), ''x'')'), 'PT404 not_found',
  'an unknown title is not found');
select is(tests.attempt('service_role', format('select finish_title(%L, ''x'')', (select id from public.usage
  where kind = 'answer' limit 1))), 'PT404 not_found', 'and an answer is none');

select * from finish();
rollback;
