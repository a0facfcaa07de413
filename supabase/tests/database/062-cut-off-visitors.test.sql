-- What 060 says of answers that may be cut off, for visitors. Apart, for Postgres keeps the plans of a transaction, and with
-- them the policies of whoever acted first.
begin;
select plan(4);

select tests.reset_limits();
select tests.add_provider('model');
select tests.act_as('service_role');
select tests.keep('first', tests.ask_as_visitor('v', 'home', 'm1', tests.id('chat')));
update public.usage set expires_at = now() where answer_id = (tests.kept('first') ->> 'answerId')::uuid;
select tests.keep('again', tests.ask_as_visitor('v', 'home', 'm1'));
select is(tests.kept('again') ->> 'state', 'running', 'an answer that is not heard of may only be cut off');
select is(tests.kept('again') -> 'answerId', tests.kept('first') -> 'answerId', 'and is named to who can look for it');
select is(tests.ask_as_visitor('v', 'home', 'm1', p_is_lost => true) ->> 'state', 'started', 'known to be lost, it is closed');
select is((select jsonb_agg(status order by seq) from public.chat_messages where chat_id = tests.id('chat') and role = 'assistant'),
  '["failed", "streaming"]', 'and another written in its place');

select * from finish();
rollback;
