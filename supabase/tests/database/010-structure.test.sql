-- Rules that hold for every object, those to come included.
begin;
select plan(16);

create temp table ours on commit drop as
select c.oid, c.relname::text as name, c.relrowsecurity from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p');

select set_eq('select name from ours', array[
  'ai_providers', 'system_prompts', 'chats', 'chat_messages', 'message_feedback', 'usage', 'usage_counters',
  'deployment_settings', 'session_codes', 'funnel_days', 'limit_meetings'], 'these are the tables');
select is_empty('select name from ours where not relrowsecurity', 'every table has row level security');
select is_empty($$
  select o.name from ours o where exists (
    select from pg_policy p where p.polrelid = o.oid and (p.polroles = '{0}' or p.polcmd = '*'))
$$, 'every policy is for one verb and names its roles');
select is_empty($$
  select o.name || '.' || con.conname from ours o join pg_constraint con on con.conrelid = o.oid and con.contype = 'f'
  where not exists (
    select from pg_index i where i.indrelid = o.oid
      and (i.indkey::int2[])[0:cardinality(con.conkey) - 1] @> con.conkey)
$$, 'an index serves every foreign key');

select set_eq($$
  select p.proname || ': ' || coalesce(string_agg(r.rolname, ', ' order by r.rolname), 'nobody')
  from pg_proc p left join pg_roles r on r.rolname in ('anon', 'authenticated', 'service_role')
    and has_function_privilege(r.rolname, p.oid, 'execute')
  where p.pronamespace = 'public'::regnamespace
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  group by p.oid, p.proname
$$, array[
  'begin_turn: authenticated', 'begin_anonymous_turn: service_role', 'finish_turn: service_role',
  'checkpoint_turn: service_role', 'finish_title: service_role', 'running_answers: authenticated, service_role',
  'search_chats: authenticated', 'anonymous_usage: service_role', 'configure_deployment: service_role',
  'housekeep: service_role', 'give_feedback: authenticated', 'give_anonymous_feedback: service_role',
  'claim_visitor_chats: service_role', 'store_session_code: service_role', 'take_session_code: service_role',
  'note_limit_met: service_role'
], 'every public function, and who may execute it');
select is_empty($$
  select p.oid::regprocedure from pg_proc p where p.pronamespace = 'private'::regnamespace
    and (has_function_privilege('anon', p.oid, 'execute')
      or exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0))
$$, 'no internal function is for anon or for everybody');
select set_eq($$
  select p.proname::text from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and p.prosecdef and has_function_privilege('authenticated', p.oid, 'execute')
$$, array['user_id', 'is_running', 'close_stale_answers', 'name_new_chat', 'start_answer', 'quota_of_caller',
  'search_chats'],
  'these run with more rights than the user who may call them');
select is_empty($$
  select p.oid::regprocedure from pg_proc p
  where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
    and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    and not coalesce('search_path=""' = any (p.proconfig), false)
$$, 'every function has an empty search path');
select ok(not has_schema_privilege('anon', 'private', 'usage'), 'anon has no way into schema private');

select set_eq($$
  select table_name || ' ' || lower(privilege_type) || ' by ' || grantee || ': '
    || string_agg(column_name, ', ' order by column_name)
  from information_schema.column_privileges
  where table_schema = 'public' and grantee in ('anon', 'authenticated', 'PUBLIC')
    and (privilege_type <> 'SELECT' or table_name in ('ai_providers', 'system_prompts'))
    and table_name in (select name from ours)
  group by table_name, privilege_type, grantee
$$, array[
  'ai_providers select by anon: description, id, is_active, name',
  'ai_providers select by authenticated: description, id, is_active, name',
  'system_prompts select by anon: description, id, is_active, name',
  'system_prompts select by authenticated: description, id, is_active, name',
  'chats insert by authenticated: id, title, user_id',
  'chats update by authenticated: title',
  'chat_messages insert by authenticated: chat_id, content, id, parent_id, role, user_id',
  'message_feedback insert by authenticated: comment, message_id, rating',
  'message_feedback update by authenticated: comment, rating'
], 'these columns may be written, and of the catalog read, and no others');

select columns_are('public', 'ai_providers', array[
  'id', 'name', 'api_identifier', 'description', 'is_active', 'config', 'created_at', 'updated_at'],
  'ai_providers has its columns');
select columns_are('public', 'system_prompts', array[
  'id', 'name', 'description', 'prompt_text', 'is_active', 'created_at', 'updated_at'],
  'system_prompts has its columns');
select columns_are('public', 'chats', array[
  'id', 'user_id', 'visitor_id', 'title', 'title_source', 'created_at', 'updated_at'], 'chats has its columns');
select columns_are('public', 'chat_messages', array[
  'id', 'seq', 'chat_id', 'parent_id', 'user_id', 'role', 'content', 'status', 'finish_reason', 'error_code',
  'ai_provider_id', 'system_prompt_id', 'token_usage', 'created_at'], 'chat_messages has its columns');
select columns_are('public', 'message_feedback', array[
  'message_id', 'user_id', 'rating', 'comment', 'created_at', 'updated_at'], 'message_feedback has its columns');
select set_eq($$
  select table_name || '.' || column_name from information_schema.columns
  where table_schema = 'public' and column_name = 'updated_at' and table_name <> all (
    select c.relname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgfoid = 'private.touch_updated_at'::regproc)
$$, array['chats.updated_at'], 'a trigger keeps every updated_at, but that of chats, which moves with their messages');

select * from finish();
rollback;
