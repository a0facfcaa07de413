-- A provider that may answer in another's place: what is reserved, and who is paid.
begin;
select plan(26);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model');
-- Twice the price of model, an answer twice as long, a window that is smaller.
insert into public.ai_providers (id, name, api_identifier, config) values
  (tests.id('dear'), 'dear', 'dear', '{"kind": "anthropic", "model": "d", "context_window": 220, "max_output_tokens": 200,
    "price": {"input": 2000000, "output": 4000000}}'),
  (tests.id('cheap'), 'cheap', 'cheap', '{"kind": "openai", "model": "c", "context_window": 10000, "max_output_tokens": 10,
    "price": {"input": 0, "output": 0}}'),
  (tests.id('nothing'), 'nothing', 'nothing', null);
create function pg_temp.fall_back_to(p_id uuid) returns void language sql as $$
  update public.ai_providers set config = config || jsonb_build_object('fallback', p_id) where id = tests.id('model')
$$;
create function pg_temp.ask(p_name text, p_content text default 'Hello') returns jsonb language plpgsql as $$
begin
  perform tests.act_as('ada');
  perform tests.keep(p_name, tests.ask(p_name, p_content, tests.id('chat of ' || p_name)));
  perform tests.act_as('owner');
  return (select to_jsonb(u) from public.usage u where u.answer_id = (tests.kept(p_name) ->> 'answerId')::uuid);
end
$$;

select is(tests.attempt('owner', format($$
  update ai_providers set config = config || '{"fallback": %s}' where id = tests.id('model') $$, fallback)), expected,
  'a fallback is an id: ' || fallback) from (values
  ('"' || tests.id('dear') || '"', '1 rows'), ('"' || upper(tests.id('dear')::text) || '"', '23514'),
  ('"dear"', '23514'), ('null', '23514'), ('7', '23514')) as m (fallback, expected);

-- What is reserved. Hello is 38 bytes of history, 13 tokens: 13 + 100 * 2 here, (13 + 200 * 2) * 2 there.
select is((pg_temp.ask('alone') -> 'reserved_micro_usd')::int, 213, 'without a fallback its own price is reserved');
select pg_temp.fall_back_to(tests.id('dear'));
select tests.keep('row', pg_temp.ask('both'));
select is((tests.kept('row') -> 'reserved_micro_usd')::int, 826, 'with a dearer one the price of that');
select is(tests.kept('row') ->> 'provider_id', tests.id('model')::text, 'the provider is who was asked for');
select is(tests.kept('row') ->> 'fallback_id', tests.id('dear')::text, 'and the ledger knows who may answer instead');
select is((tests.kept('row') #> '{fallback_price,input}')::int, 2000000, 'at which price');
select is((pg_temp.ask('long', repeat('x', 300)) -> 'fallback_input_tokens')::int, 20, 'and how much fits its window');
select pg_temp.fall_back_to(tests.id('cheap'));
select is((pg_temp.ask('cheaper') -> 'reserved_micro_usd')::int, 213, 'with a cheaper one its own');
select pg_temp.fall_back_to(id), is(pg_temp.ask('no ' || why) -> 'fallback_id', 'null', 'no fallback: ' || why) from (values
  (tests.id('nobody'), 'one that is not there'), (tests.id('model'), 'itself'), (tests.id('nothing'), 'one that has no config')
) as m (id, why);
update public.ai_providers set is_active = false where id = tests.id('cheap');
select pg_temp.fall_back_to(tests.id('cheap'));
select is(pg_temp.ask('retired') -> 'fallback_id', 'null', 'nor one that is retired');
select pg_temp.fall_back_to(tests.id('dear'));
update public.ai_providers set config = config || jsonb_build_object('fallback', tests.id('model')) where id = tests.id('dear');
select is(pg_temp.ask('circle') ->> 'fallback_id', tests.id('dear')::text, 'two may stand in for each other');

-- Who is paid
create function pg_temp.finish(p_name text, p_by uuid, p_input int default 10, p_output int default 20) returns jsonb
language plpgsql as $$
begin
  perform tests.act_as('service_role');
  return finish_turn((tests.kept(p_name) ->> 'answerId')::uuid, 'complete', repeat('x', 60), 'stop', null, p_input, p_output,
    p_provider_id => p_by);
end
$$;
select is(pg_temp.finish('both', tests.id('model')) -> 'costMicroUsd', '50', 'who was asked for has answered');
select pg_temp.ask('other');
select is(tests.attempt('service_role', $$ select pg_temp.finish('other', tests.id('cheap')) $$), 'PT400 invalid_request',
  'nobody answers who was not named');
select tests.keep('end', pg_temp.finish('other', tests.id('dear')));
select is(tests.kept('end') -> 'costMicroUsd', '100', 'the fallback has answered, at its price');
select is(tests.kept('end') #>> '{answer,providerId}', tests.id('dear')::text, 'the answer says so');
select is((select array[provider_id::text, price ->> 'input', state] from public.usage
  where answer_id = (tests.kept('other') ->> 'answerId')::uuid), array[tests.id('dear')::text, '2000000', 'settled'],
  'and so does the ledger');
select is(pg_temp.finish('other', tests.id('model')) - 'applied', tests.kept('end') - 'applied', 'once');
select pg_temp.ask('uncounted', repeat('x', 300));
select is(pg_temp.finish('uncounted', tests.id('dear'), null, null) -> 'costMicroUsd', '120',
  'uncounted it is estimated: 20 tokens in, which is what fits, and 20 out');
select pg_temp.ask('plain');
select is(pg_temp.finish('plain', null) -> 'costMicroUsd', '50', 'nobody named is who was asked for');

-- Nobody reported
select tests.act_as('owner');
delete from public.usage where state = 'reserved';
select pg_temp.ask('silent');
update public.usage set expires_at = now() where state = 'reserved';
select private.expire_reservations(9);
select is((select cost_micro_usd::int from public.usage where state = 'expired'), 26,
  'nobody knows who was asked: the dearer input is charged');

select * from finish();
rollback;
