-- One-time codes: good once, for 60 seconds, for one verifier and one origin.
begin;
select plan(24);

delete from public.session_codes;
select tests.act_as('service_role');
create function pg_temp.store(p_code text, p_session text default 'sealed') returns void language sql as $$
  select store_session_code(p_code, 'challenge', p_session, 'https://a.example')
$$;
create function pg_temp.take(p_code text, p_challenge text default 'challenge', p_origin text default 'https://a.example')
returns jsonb language sql as $$ select take_session_code(p_code, p_challenge, p_origin) $$;
create function pg_temp.is_burnt(p_code text) returns boolean language sql as $$
  select used_at = now() and session_ciphertext = '' from public.session_codes where code_hash = p_code
$$;

select pg_temp.store('good'), pg_temp.store('unasked', 'sealed too');
select results_eq($$ select code_challenge, session_ciphertext, origin, expires_at, used_at from public.session_codes
    where code_hash = 'good' $$,
  $$ values ('challenge', 'sealed', 'https://a.example', now() + interval '60 seconds', null::timestamptz) $$,
  'a session is kept for a minute');
select is(tests.attempt('service_role', $$ select pg_temp.store('good', 'forged') $$), '23505', 'a code is stored once');
select is(pg_temp.take('good'), '{"sessionCiphertext": "sealed"}', 'who has the code and the verifier gets the session');
select ok(pg_temp.is_burnt('good'), 'which is then gone');
select is(pg_temp.take('good'), null, 'a second time there is none');
select is(pg_temp.take('unknown'), null, 'nor for a code that nobody has stored');
select is((select count(*)::int from public.session_codes), 2, 'and asking leaves no trace');
select is(tests.attempt('service_role', $$ select pg_temp.store('good', 'again') $$), '23505', 'a used code stays used');

-- Every attempt is the last
select pg_temp.store(code) from unnest(array['other challenge', 'no challenge', 'other origin', 'longer origin', 'no origin', 'late']) as code;
update public.session_codes set created_at = now() - interval '61 seconds', expires_at = now() - interval '1 second'
where code_hash = 'late';
select is(pg_temp.take(code, challenge, origin), null, code || ' gets nothing')
from (values ('other challenge', 'Challenge', 'https://a.example'), ('no challenge', null, 'https://a.example'),
  ('other origin', 'challenge', 'http://a.example'), ('longer origin', 'challenge', 'https://a.example.org'),
  ('no origin', 'challenge', null), ('late', 'challenge', 'https://a.example')) as m (code, challenge, origin);
select is(pg_temp.take(code), null, code || ': and nobody else after it') from unnest(array['other challenge', 'other origin', 'no origin']) as code;
select ok(bool_and(pg_temp.is_burnt(code)), 'whatever was wrong, the session is gone')
from unnest(array['other challenge', 'no challenge', 'other origin', 'longer origin', 'no origin', 'late']) as code;
select is(tests.attempt('service_role', $$ update session_codes set session_ciphertext = 'x' where code_hash = 'late' $$), '23514',
  'and no used code holds one');
select is(tests.attempt('service_role', $$ update session_codes set expires_at = now() + interval '61 seconds' $$), '23514',
  'none is good for longer than a minute');
select pg_temp.store('last second');
update public.session_codes set created_at = now() - interval '60 seconds', expires_at = now() where code_hash = 'last second';
select is(pg_temp.take('last second'), null, 'when the minute is over it is over');
select is(pg_temp.take('unasked'), '{"sessionCiphertext": "sealed too"}', 'and other codes are as good as ever');

-- Few rows are read one after the other, whatever index there is: this asks whether there is one.
select tests.act_as('owner');
select tests.keep('before', to_jsonb(pg_stat_get_xact_numscans('public.session_codes'::regclass)));
select pg_temp.store('indexed');
set local enable_seqscan = off;
discard plans;
select is(pg_temp.take('indexed') ->> 'sessionCiphertext', 'sealed', 'a code is looked up');
select is(to_jsonb(pg_stat_get_xact_numscans('public.session_codes'::regclass)), tests.kept('before'), 'in the index');

select * from finish();
rollback;
