-- Prices, estimates and settings.
begin;
select plan(20);

select is(private.cost_micro_usd('{"input": 750000, "output": 4500000}', 1000, 100, null), 1200::bigint, 'tokens times price');
select is(private.cost_micro_usd('{"input": 1, "output": 1}', 1, 0, null), 1::bigint, 'a part of a micro-dollar is one');
select is(private.cost_micro_usd('{"input": 1000000, "output": 0, "cached_input": 100000}', 100, 0, 50), 55::bigint,
  'cached input has its own price');
select is(private.cost_micro_usd('{"input": 1000000, "output": 0}', 100, 0, 50), 100::bigint, 'or the usual one');
select is(private.cost_micro_usd('{"input": 1000000, "output": 0, "cached_input": 100000, "cache_write": 1250000}',
  100, 0, 50, 40), 65::bigint, 'and so has what is written into a cache');
select is(private.cost_micro_usd('{"input": 1000000, "output": 0, "cached_input": 0}', 100, 0, 200, 200), 0::bigint,
  'more from a cache than there was is all of it');
select is(private.highest_cost_micro_usd('{"input": 1000000, "output": 1000000, "cache_write": 1250000}', 100, 10),
  135::bigint, 'what is reserved covers a prompt that is written into a cache');
select is(private.is_price('{"input": 1, "output": 1, "cache_write": -1}'), false, 'which is not negative either');
select is(private.cost_micro_usd('{"input": 1000000, "output": 1000000,
  "long_context": {"above": 100, "input": 5000000, "output": 2000000}}', tokens, 10, null), cost, tokens || ' tokens in')
from (values (100, 110::bigint), (101, 525::bigint)) as m (tokens, cost);
select is(private.cost_micro_usd('{"input": 0, "output": 0}', 100000, 100000, null), 0::bigint, 'a free model is free');
select is(private.estimated_tokens(octet_length('四個漢字')), 4, 'a Chinese character is a token, not a third of one');

select tests.act_as('service_role');
select is(configure_deployment('{"user_daily_message_limit": 7}') -> 'user_daily_message_limit', '7', 'a setting changes');
select is(configure_deployment('{}'), (select to_jsonb(s) - 'id' - 'updated_at' from public.deployment_settings s),
  'the others are returned as they were');
select is(tests.attempt('service_role', format('select configure_deployment(%L)', settings)), 'PT400 invalid_request',
  'refused: ' || coalesce(settings, 'null')) from unnest(array[
  '{"user_limit": 1}', '{"user_daily_message_limit": -1}', '{"user_daily_message_limit": "1"}',
  '{"anonymous_window_hours": 0}', '[]', null]) as settings;

select * from finish();
rollback;
