-- What time has made worthless, removed in parts that are small enough to be in nobody's way.

create function private.purge_anonymous_chats(p_max int) returns int
language sql set search_path = ''
as $$
  with due as materialized (
    select c.id from public.chats c
    where c.user_id is null and c.updated_at < now() - make_interval(days => (
        select s.anonymous_retention_days from public.deployment_settings s))
      and not exists (select from public.usage u where u.chat_id = c.id and u.state = 'reserved' and u.expires_at > now())
    order by c.updated_at limit p_max for update skip locked
  ),
  done as (delete from public.chats c using due where c.id = due.id returning c.id)
  select count(*)::int from done
$$;
comment on function private.purge_anonymous_chats(int) is
  'Deletes chats without a user that nothing was written to for as long as the deployment keeps them, the oldest first: '
  'visitors'' chats that nobody claimed, and what deleted users have left. Never one whose answer runs.';

create function private.close_all_stale_answers(p_max int) returns int
language sql set search_path = ''
as $$
  with due as materialized (
    select m.id from public.chat_messages m
    where m.role = 'assistant' and m.status = 'streaming' and not private.is_running(m.id)
    limit p_max for update skip locked
  ),
  done as (
    update public.chat_messages m set
      status = case when m.content = '' then 'failed' else 'interrupted' end, error_code = 'interrupted'
    from due where m.id = due.id returning m.id
  )
  select count(*)::int from done
$$;
comment on function private.close_all_stale_answers(int) is 'What close_stale_answers does for one chat, for all of them.';

create function private.purge_session_codes(p_max int) returns int
language sql set search_path = ''
as $$
  with due as materialized (
    select s.code_hash from public.session_codes s where s.expires_at < now()
    order by s.expires_at limit p_max for update skip locked
  ),
  done as (delete from public.session_codes s using due where s.code_hash = due.code_hash returning s.code_hash)
  select count(*)::int from done
$$;

create function private.purge_counters(p_max int) returns int
language sql set search_path = ''
as $$
  with due as materialized (
    select c.scope, c.subject from public.usage_counters c where c.resets_at < now() - interval '1 day'
    order by c.resets_at limit p_max for update skip locked
  ),
  done as (
    delete from public.usage_counters c using due where c.scope = due.scope and c.subject = due.subject returning c.scope
  )
  select count(*)::int from done
$$;
comment on function private.purge_counters(int) is
  'Deletes counters whose window has been over for a day: by then nothing is given back to it any more.';

create function private.purge_limit_meetings(p_max int) returns int
language sql set search_path = ''
as $$
  with due as materialized (
    select m.message_id from public.limit_meetings m where m.met_at < now() - interval '2 days'
    order by m.met_at limit p_max for update skip locked
  ),
  done as (delete from public.limit_meetings m using due where m.message_id = due.message_id returning m.message_id)
  select count(*)::int from done
$$;
comment on function private.purge_limit_meetings(int) is
  'Forgets messages that met the limit two days ago: by then no widget sends them again.';

create function public.housekeep(p_batch_max int) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_report jsonb := '{}';
begin
  if p_batch_max is null or p_batch_max < 1 then
    perform private.refuse(400, 'invalid_request', '{"reason": "nothing to do"}');
  end if;
  -- In the order in which turns take their locks: chats, ledger, budget. From then on nothing is waited for.
  v_report := v_report || jsonb_build_object('anonymousChats', private.purge_anonymous_chats(p_batch_max));
  v_report := v_report || jsonb_build_object('reservations', private.expire_reservations(p_batch_max));
  v_report := v_report || jsonb_build_object('staleAnswers', private.close_all_stale_answers(p_batch_max));
  v_report := v_report || jsonb_build_object('sessionCodes', private.purge_session_codes(p_batch_max));
  v_report := v_report || jsonb_build_object('counters', private.purge_counters(p_batch_max));
  return v_report || jsonb_build_object('limitMeetings', private.purge_limit_meetings(p_batch_max));
end
$$;
comment on function public.housekeep(int) is
  'One part of the housekeeping, at most p_batch_max rows of each sort: unclaimed chats that are too old, reservations '
  'whose turn never reported back, answers that run no more, session codes and counters that are over, messages that met '
  'the limit two days ago. Returns how many of each, {anonymousChats, reservations, staleAnswers, sessionCodes, counters, '
  'limitMeetings}; call it again while one of them is p_batch_max. The ledger and the sums of the funnel stay as they are.';
