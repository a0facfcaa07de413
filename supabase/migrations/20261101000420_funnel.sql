-- How many visitors become users, in sums by day: nothing here tells who. Counting comes last in a transaction, because
-- all who count on one day share a row.

create table public.funnel_days (
  day date not null,
  stage text not null,
  count bigint not null,
  primary key (day, stage),
  constraint funnel_days_stage_is_known check (stage in ('visitor', 'limit_met', 'registered', 'replayed'))
);
comment on table public.funnel_days is
  'From visitor to member, sums by UTC day: visitor (the first message of a visitor in a window was accepted), limit_met (a '
  'visitor met the limit, once a window), registered (a claim moved at least one chat), replayed (a message that had met the '
  'limit got a complete answer as a user''s).';

create table public.limit_meetings (
  message_id uuid primary key,
  visitor_id uuid not null,
  met_at timestamptz not null default now()
);
comment on table public.limit_meetings is
  'Messages that met the limit and may be sent again by who has registered. Random ids and no content: a message that was '
  'refused is not stored. Gone when it is answered, or two days later.';

create index limit_meetings_by_visitor on public.limit_meetings (visitor_id);
create index limit_meetings_by_age on public.limit_meetings (met_at);

-- No policies: for the service role alone.
alter table public.funnel_days enable row level security;
alter table public.limit_meetings enable row level security;

create function private.count_stage(p_stage text) returns void
language sql set search_path = ''
as $$
  insert into public.funnel_days as f (day, stage, count) values ((now() at time zone 'UTC')::date, p_stage, 1)
  on conflict (day, stage) do update set count = f.count + 1
$$;
comment on function private.count_stage(text) is
  'Counts one more at a stage of the funnel. The last lock that a transaction takes, and the only one of its sort.';

create function private.count_first_message(p_visitor_id uuid, p_answer_id uuid, p_resets_at timestamptz) returns void
language plpgsql set search_path = ''
as $$
begin
  -- By the ledger, for a counter goes back to nothing when a message is given back. Two first messages at once are no two:
  -- the second has waited for the counter, and sees the row of the first.
  if p_visitor_id is not null and p_resets_at is not null and not exists (
      select from public.usage u where u.visitor_id = p_visitor_id and u.kind = 'answer'
        and u.message_resets_at = p_resets_at and u.answer_id <> p_answer_id) then
    perform private.count_stage('visitor');
  end if;
end
$$;
comment on function private.count_first_message(uuid, uuid, timestamptz) is
  'Counts a visitor whose turn p_answer_id is the first that was counted in the window which ends at p_resets_at. Nulls '
  'count nobody: a user, or a message that was counted before.';

create function private.count_replay(p_user_id uuid, p_message_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_user_id is null then
    return;
  end if;
  delete from public.limit_meetings m where m.message_id = p_message_id;
  if found then
    perform private.count_stage('replayed');
  end if;
end
$$;
comment on function private.count_replay(uuid, uuid) is
  'Counts a message that had met the limit and has been answered completely, once; null for a visitor''s, whose limit may '
  'just have been renewed.';

create function public.note_limit_met(p_visitor_id uuid, p_message_id uuid) returns void
language plpgsql set search_path = ''
as $$
declare
  v_window_end timestamptz;
  v_is_first boolean;
begin
  -- The window of the visitor, or one of that length: who met the limit of their address may not have sent anything.
  select coalesce(
    (select c.resets_at from public.usage_counters c
      where c.scope = 'visitor' and c.subject = p_visitor_id::text and c.resets_at > now()),
    now() + make_interval(hours => s.anonymous_window_hours))
  into strict v_window_end from public.deployment_settings s;
  v_is_first := private.consume('limit_met', p_visitor_id::text, 1, 1, v_window_end) is not null;
  -- Refusals are free, so what they leave behind is little: nobody has more than ten messages waiting.
  insert into public.limit_meetings (message_id, visitor_id)
  select p_message_id, p_visitor_id
  where (select count(*) from public.limit_meetings m where m.visitor_id = p_visitor_id) < 10
  on conflict (message_id) do nothing;
  if v_is_first then
    perform private.count_stage('limit_met');
  end if;
end
$$;
comment on function public.note_limit_met(uuid, uuid) is
  'Notes for the funnel that a visitor''s message was refused because of the limit. A call of its own, after the refusal, '
  'which undoes everything that was written before it. Safe to repeat.';
