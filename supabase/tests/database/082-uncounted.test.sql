-- What a turn costs that showed nothing and that nobody counted: a model that thinks is billed for it.
begin;
select plan(17);

select tests.reset_limits();
select tests.add_user('ada'), tests.add_provider('model'), tests.add_provider('dear');
update public.ai_providers set config = config || '{"price": {"input": 3000000, "output": 4000000}}'
where id = tests.id('dear');
-- A turn from its question to its end: {cost, state, is_estimated, input_tokens}. Hello is 13 tokens, an answer has 100
-- at most: 13 + 100 * 2 are reserved, and 13 * 3 + 100 * 4 with the fallback.
create function pg_temp.turn(p_name text, p_end text) returns text language plpgsql as $$
begin
  perform tests.act_as('ada');
  perform tests.keep('turn', tests.ask(p_name, p_chat => tests.id('chat of ' || p_name)));
  perform tests.act_as('service_role');
  execute format('select finish_turn(%L, %s)', tests.kept('turn') ->> 'answerId', p_end);
  return (select concat_ws(' ', cost_micro_usd, state, case when is_estimated then 'estimated' end, input_tokens, output_tokens)
    from public.usage where answer_id = (tests.kept('turn') ->> 'answerId')::uuid);
end
$$;

select is(pg_temp.turn(description, ending), expected, description) from (values
  ('one that thought and was stopped costs all that was reserved', '213 settled estimated 13 0',
    $$ 'stopped', '', p_has_begun => true $$),
  ('and so does one that broke', '213 settled estimated 13 0',
    $$ 'interrupted', '', p_has_begun => true, p_uncounted_reads => 1 $$),
  ('or failed, though its message comes back', '213 refunded estimated 13 0',
    $$ 'failed', '', p_error_code => 'provider_failed', p_has_begun => true, p_uncounted_reads => 0 $$),
  ('or said what nobody sees', '213 refunded estimated 13 2', $$ 'failed', E' \u200b\n', p_has_begun => true $$),
  ('which is a beginning, whoever forgets to say so', '213 settled estimated 13 1', $$ 'stopped', E'\n' $$),
  ('a count of the input alone is no count', '213 settled estimated 7 0',
    $$ 'stopped', '', p_input_tokens => 7, p_has_begun => true $$),
  ('but no limit either', '900 settled estimated 900 0',
    $$ 'stopped', '', p_input_tokens => 900, p_has_begun => true $$),
  ('what was counted is charged as counted', '50 settled 10 20',
    $$ 'stopped', '', p_input_tokens => 10, p_output_tokens => 20, p_has_begun => true $$),
  ('what was shown is estimated', '33 settled estimated 13 10',
    $$ 'interrupted', repeat('x', 30), p_has_begun => true, p_uncounted_reads => 4 $$),
  ('requests that nobody read cost nothing', '0 refunded estimated 0 0',
    $$ 'failed', '', p_error_code => 'provider_timeout', p_uncounted_reads => 0 $$),
  ('requests that were read cost their input each', '39 refunded estimated 39 0',
    $$ 'failed', '', p_error_code => 'provider_failed', p_uncounted_reads => 3 $$),
  ('however it ended', '26 settled estimated 26 0', $$ 'interrupted', '', p_uncounted_reads => 2 $$),
  ('without a number it is one that was too slow', '13 refunded estimated 13 0',
    $$ 'failed', '', p_error_code => 'provider_timeout' $$),
  ('and none that was refused', '0 refunded estimated 0 0', $$ 'failed', '', p_error_code => 'provider_failed' $$),
  ('fewer than none are none', '0 refunded estimated 0 0', $$ 'failed', '', p_uncounted_reads => -1 $$)
) as m (description, expected, ending);

select tests.act_as('owner');
update public.ai_providers set config = config || jsonb_build_object('fallback', tests.id('dear'))
where id = tests.id('model');
select is(pg_temp.turn('all is what was reserved for the dearer of two', $$ 'stopped', '', p_has_begun => true $$),
  '439 settled estimated 13 0', 'all is what was reserved for the dearer of two');
select tests.act_as('owner');
select is((select used from public.usage_counters where scope = 'budget'),
  (select sum(cost_micro_usd)::bigint from public.usage), 'and the budget holds the sum');

select * from finish();
rollback;
