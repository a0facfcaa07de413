-- What every other migration stands on: the schema of internal functions, and the few words they share.
-- `private` is not exposed through the Data API; its functions are reached only from the public ones.
-- Who may call what is on one page: the last migration, …_privileges.sql.

create schema if not exists private;

create function private.user_id() returns uuid
language sql stable security definer set search_path = ''
as $$ select auth.uid() $$;
comment on function private.user_id() is
  'The signed-in caller, null for anyone else. A wrapper, because a role without usage on schema auth cannot call '
  'auth.uid() from a security invoker function.';

create function private.iso_time(p_time timestamptz) returns text
language sql immutable set search_path = ''
as $$ select to_char(p_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
comment on function private.iso_time(timestamptz) is 'ISO 8601 in UTC with milliseconds, as JavaScript writes it.';

create function private.refuse(p_status int, p_code text, p_detail jsonb default null) returns void
language plpgsql set search_path = ''
as $$
begin
  raise exception using
    errcode = 'PT' || p_status, message = p_code, detail = coalesce(p_detail::text, '');
end
$$;
comment on function private.refuse(int, text, jsonb) is
  'Ends the request with an error of the wire contract. PostgREST turns SQLSTATE PTnnn into HTTP status nnn; the '
  'message is the stable code, the detail is JSON for the caller.';

create function private.touch_updated_at() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function private.touch_updated_at() is 'Before update: the row changed now, whatever the writer says.';
