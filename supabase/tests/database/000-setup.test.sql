-- What the other files stand on. Committed on purpose: under `supabase test db` every file is a session of its own, and
-- schema `tests` must be there for all of them. May be run again.
begin;
set local client_min_messages = warning;
create extension if not exists pgtap with schema extensions;
drop schema if exists tests cascade;
create schema tests;

-- A readable name for a uuid: tests.id('ada') is always the same.
create function tests.id(p_name text) returns uuid language sql immutable as $$ select md5(p_name)::uuid $$;

-- Results kept from one statement to the next, whoever acts.
create table tests.memory (key text primary key, value jsonb);
create function tests.keep(p_key text, p_value jsonb) returns jsonb language sql as $$
  insert into tests.memory values (p_key, p_value) on conflict (key) do update set value = p_value returning value
$$;
create function tests.kept(p_key text) returns jsonb language sql stable as $$
  select value from tests.memory where key = p_key
$$;

create function tests.add_user(p_name text) returns uuid language sql as $$
  insert into auth.users (id, email) values (tests.id(p_name), p_name || '@example.com') returning id
$$;

-- One token in costs 1 micro-USD, one out 2; an answer may have 100, so that sums can be checked by eye.
create function tests.add_provider(p_name text, p_is_active boolean default true) returns uuid language sql as $$
  insert into public.ai_providers (id, name, api_identifier, is_active, config)
  values (tests.id(p_name), p_name, p_name, p_is_active, '{"kind": "openai", "model": "m", "context_window": 10000,
    "max_output_tokens": 100, "price": {"input": 1000000, "output": 2000000}}') returning id
$$;

-- A database in use has counts and settings of its own: sums start from nothing, limits from their defaults.
create function tests.reset_limits() returns void language sql as $$
  delete from public.usage;
  delete from public.usage_counters;
  delete from public.limit_meetings;
  delete from public.funnel_days;
  delete from public.deployment_settings;
  insert into public.deployment_settings default values;
$$;

-- From here on the transaction acts as that person: a user by name, 'anon', 'service_role', or 'owner' of the database.
create function tests.act_as(p_person text) returns void language plpgsql as $$
declare
  v_role text := case p_person when 'owner' then 'none' when 'anon' then 'anon' when 'service_role' then 'service_role'
    else 'authenticated' end;
  v_id text := case v_role when 'authenticated' then tests.id(p_person)::text else '' end;
begin
  perform set_config('request.jwt.claim.sub', v_id, true);
  perform set_config('request.jwt.claim.role', v_role, true);
  perform set_config('request.jwt.claims', json_strip_nulls(json_build_object(
    'role', v_role, 'sub', nullif(v_id, '')))::text, true);
  perform set_config('role', v_role, true);
end
$$;

-- What happens when a person tries something: 'N rows', the SQLSTATE, or for our own refusals SQLSTATE and code.
-- Whatever it did is undone.
create function tests.attempt(p_person text, p_sql text) returns text language plpgsql as $$
declare
  v_rows int;
begin
  perform tests.act_as(p_person);
  execute p_sql;
  get diagnostics v_rows = row_count;
  raise exception using errcode = 'UNDO0', message = v_rows || ' rows';
exception
  when sqlstate 'UNDO0' then return sqlerrm;
  when others then return sqlstate || case when sqlstate like 'PT%' then ' ' || sqlerrm else '' end;
end
$$;

-- The detail of a refusal, as JSON.
create function tests.refusal_detail(p_sql text) returns jsonb language plpgsql as $$
declare
  v_detail text;
begin
  execute p_sql;
  return null;
exception when others then
  get stacked diagnostics v_detail = pg_exception_detail;
  return v_detail::jsonb;
end
$$;

-- begin_turn and its anonymous sister with the arguments most tests do not care about.
create function tests.ask(
  p_message text, p_content text default 'Hello', p_chat uuid default null, p_parent uuid default null,
  p_is_lost boolean default false
) returns jsonb language sql as $$
  select public.begin_turn(p_message_id => tests.id(p_message), p_provider_id => tests.id('model'),
    p_content => p_content, p_chat_id => p_chat, p_parent_id => p_parent, p_is_lost => p_is_lost)
$$;
create function tests.ask_again(p_answer text, p_chat uuid, p_question uuid, p_is_lost boolean default false) returns jsonb language sql as $$
  select public.begin_turn(p_message_id => tests.id(p_answer), p_provider_id => tests.id('model'),
    p_chat_id => p_chat, p_parent_id => p_question, p_regenerate => true, p_is_lost => p_is_lost)
$$;
create function tests.ask_as_visitor(
  p_visitor text, p_ip text, p_message text, p_chat uuid default null, p_is_lost boolean default false
) returns jsonb language sql as $$
  select public.begin_anonymous_turn(p_visitor_id => tests.id(p_visitor), p_ip_hash => p_ip,
    p_message_id => tests.id(p_message), p_provider_id => tests.id('model'), p_content => 'Hello', p_chat_id => p_chat,
    p_is_lost => p_is_lost)
$$;
-- The Worker reports the end of a kept turn.
create function tests.finish(p_key text, p_status text default 'complete', p_content text default 'Hi')
returns jsonb language sql as $$
  select public.finish_turn((tests.kept(p_key) ->> 'answerId')::uuid, p_status, p_content, 'stop', null, 10, 20)
$$;
-- … or that it failed before its first word, and nobody counted.
create function tests.fail(p_key text) returns jsonb language sql as $$
  select public.finish_turn((tests.kept(p_key) ->> 'answerId')::uuid, 'failed', '', null, 'provider_failed')
$$;

grant usage on schema tests to public;
grant all on tests.memory to public;
grant execute on all functions in schema tests to public;
commit;

begin;
select plan(1);
select pass('schema tests is ready');
select * from finish();
rollback;
