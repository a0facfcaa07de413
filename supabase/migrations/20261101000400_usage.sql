-- Limits and money. Every check of a limit is one atomic statement, so that parallel turns cannot overshoot it.
-- Locks are taken in one order everywhere: message id, chat, ledger row, refunds, message counters, budget, funnel.

create table public.deployment_settings (
  id boolean primary key default true,
  anonymous_message_limit int not null default 3,
  anonymous_window_hours int not null default 24,
  anonymous_ip_message_limit int not null default 15,
  user_daily_message_limit int not null default 200,
  daily_budget_micro_usd bigint not null default 5000000,
  anonymous_retention_days int not null default 30,
  updated_at timestamptz not null default now(),
  constraint deployment_settings_are_one_row check (id),
  constraint deployment_settings_are_sane check (
    anonymous_message_limit >= 0 and anonymous_window_hours between 1 and 8760
    and anonymous_ip_message_limit >= 0 and user_daily_message_limit >= 0
    and daily_budget_micro_usd >= 0 and anonymous_retention_days >= 1
  )
);
comment on table public.deployment_settings is
  'Limits of this deployment, one row. They live here because begin_turn may be called by any user directly and must '
  'not take a limit from its caller. Written by configure_deployment.';
insert into public.deployment_settings default values;

create table public.usage_counters (
  scope text not null,
  subject text not null,
  used bigint not null,
  resets_at timestamptz not null,
  primary key (scope, subject),
  constraint usage_counters_scope_is_known check (scope in ('visitor', 'ip', 'user', 'refund', 'limit_met', 'budget')),
  constraint usage_counters_never_owe check (used >= 0)
);
comment on table public.usage_counters is
  'What is used of a running window: messages by visitor, hashed IP and user; messages given back, by the same; '
  'whether a visitor met the limit; micro-USD, reservations included, by the deployment. A window that is over counts as '
  'empty.';

create index usage_counters_by_end on public.usage_counters (resets_at);

create table public.usage (
  id uuid primary key default gen_random_uuid(),
  kind text not null default 'answer',
  user_id uuid references auth.users (id) on delete set null,
  visitor_id uuid,
  ip_hash text,
  chat_id uuid references public.chats (id) on delete set null,
  user_message_id uuid not null,
  answer_id uuid not null,
  provider_id uuid not null references public.ai_providers (id),
  price jsonb not null,
  fallback_id uuid references public.ai_providers (id),
  fallback_price jsonb,
  fallback_input_tokens int,
  state text not null default 'reserved',
  reserved_micro_usd bigint not null,
  cost_micro_usd bigint not null default 0,
  input_tokens int not null,
  output_tokens int not null default 0,
  cached_input_tokens int,
  cache_write_tokens int,
  is_estimated boolean not null default true,
  message_resets_at timestamptz,
  ip_resets_at timestamptz,
  budget_resets_at timestamptz not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  settled_at timestamptz,
  constraint usage_is_one_row_a_call unique (answer_id, kind),
  constraint usage_kind_is_known check (kind in ('answer', 'title')),
  constraint usage_fallback_is_whole check (num_nulls(fallback_id, fallback_price, fallback_input_tokens) in (0, 3)),
  constraint usage_state_is_known check (state in ('reserved', 'settled', 'expired', 'refunded')),
  constraint usage_is_never_negative check (
    reserved_micro_usd >= 0 and cost_micro_usd >= 0 and input_tokens >= 0 and output_tokens >= 0
    and cached_input_tokens >= 0 and cache_write_tokens >= 0
  )
);
comment on table public.usage is
  'The ledger: one row a turn, and one for the title that its answer gave rise to; no content. reserved → settled '
  '(charged), refunded (failed before its first visible word, the message given back) or expired (not heard of for 90 '
  'seconds, charged by estimate). It outlives chat, messages and user, so message ids are plain.';
comment on column public.usage.fallback_id is
  'The provider that may answer instead, with its price and its input by estimate, as they were when the turn began. '
  'When it did, provider_id, price and input_tokens are its own.';
comment on column public.usage.expires_at is
  'A call that is not settled by then is taken to have died: its answer does not run, its money may be given back.';
comment on column public.usage.price is 'The provider''s price when the turn began: a later change alters no past cost.';
comment on column public.usage.message_resets_at is
  'The windows this turn was counted in. A refund goes back to the same window or nowhere. Null for a repeated message, '
  'which was counted before, and for a title.';

create index usage_by_user on public.usage (user_id, created_at) where user_id is not null;
create index usage_by_visitor on public.usage (visitor_id) where visitor_id is not null;
create index usage_by_chat on public.usage (chat_id) where chat_id is not null;
create index usage_by_question on public.usage (user_message_id);
create index usage_by_provider on public.usage (provider_id);
create index usage_by_fallback on public.usage (fallback_id) where fallback_id is not null;
create index usage_open_by_expiry on public.usage (expires_at) where state = 'reserved';

create trigger deployment_settings_touch_updated_at before update on public.deployment_settings
  for each row execute function private.touch_updated_at();

-- No policies: nothing here is for anon or authenticated, not even their own rows.
alter table public.deployment_settings enable row level security;
alter table public.usage_counters enable row level security;
alter table public.usage enable row level security;

create function private.next_utc_day() returns timestamptz
language sql stable set search_path = ''
as $$ select (date_trunc('day', now() at time zone 'UTC') + interval '1 day') at time zone 'UTC' $$;
comment on function private.next_utc_day() is 'When daily limits start anew.';

create function private.consume(p_scope text, p_subject text, p_amount bigint, p_limit bigint, p_resets_at timestamptz)
returns timestamptz
language sql set search_path = ''
as $$
  insert into public.usage_counters as c (scope, subject, used, resets_at)
  select p_scope, p_subject, p_amount, p_resets_at where p_amount <= p_limit
  on conflict (scope, subject) do update set
    used = case when c.resets_at <= now() then 0 else c.used end + p_amount,
    resets_at = case when c.resets_at <= now() then p_resets_at else c.resets_at end
  where case when c.resets_at <= now() then 0 else c.used end + p_amount <= p_limit
  returning resets_at
$$;
comment on function private.consume(text, text, bigint, bigint, timestamptz) is
  'Takes an amount of a limit, or nothing at all, in one statement. Returns the end of the window it was taken from, '
  'null when there was no room. p_resets_at is the end of the window that starts if none runs.';

create function private.give_back(p_scope text, p_subject text, p_amount bigint, p_resets_at timestamptz) returns void
language sql set search_path = ''
as $$
  update public.usage_counters set used = greatest(used - p_amount, 0)
  where scope = p_scope and subject = p_subject and resets_at = p_resets_at
$$;
comment on function private.give_back(text, text, bigint, timestamptz) is
  'Returns an amount to the window it was taken from; a window that is over gets nothing. A negative amount charges '
  'what a turn cost beyond its reservation, limit or not, since it is already spent.';

create function private.cost_micro_usd(
  p_price jsonb, p_input_tokens int, p_output_tokens int, p_cached_input_tokens int default null,
  p_cache_write_tokens int default null
) returns bigint
language sql immutable set search_path = ''
as $$
  select ceil((
    (p_input_tokens - cached - written) * (tier ->> 'input')::numeric
    + cached * coalesce((tier ->> 'cached_input')::numeric, (tier ->> 'input')::numeric)
    + written * coalesce((tier ->> 'cache_write')::numeric, (tier ->> 'input')::numeric)
    + p_output_tokens * (tier ->> 'output')::numeric
  ) / 1000000)::bigint
  from (
    select cached, least(coalesce(p_cache_write_tokens, 0), p_input_tokens - cached) as written,
      case when p_input_tokens > (p_price #>> '{long_context,above}')::numeric
        then p_price -> 'long_context' else p_price end as tier
    from (select least(coalesce(p_cached_input_tokens, 0), p_input_tokens) as cached) as known
  ) as tariff
$$;
comment on function private.cost_micro_usd(jsonb, int, int, int, int) is
  'Micro-USD of one answer, rounded up. Input tokens read from a cache or written into one are part of the input tokens.';

create function private.highest_cost_micro_usd(p_price jsonb, p_input_tokens int, p_output_tokens int) returns bigint
language sql immutable set search_path = ''
as $$
  select greatest(private.cost_micro_usd(p_price, p_input_tokens, p_output_tokens),
    private.cost_micro_usd(p_price, p_input_tokens, p_output_tokens, null, p_input_tokens))
$$;
comment on function private.highest_cost_micro_usd(jsonb, int, int) is
  'What so many tokens cost at most: some vendors charge more for input that they write into their cache.';

create function private.estimated_tokens(p_bytes bigint) returns int
language sql immutable set search_path = ''
as $$ select ceil(p_bytes / 3.0)::int $$;
comment on function private.estimated_tokens(bigint) is
  'Tokens of a text by its UTF-8 bytes, on the high side: about 4 bytes make a token of English, but one Chinese '
  'character has 3 bytes and is often a token. Counting characters would undercharge most of the world.';

create function private.message_quota(p_user_id uuid, p_visitor_id uuid, p_ip_hash text) returns jsonb
language sql stable set search_path = ''
as $$
  with settings as (select * from public.deployment_settings),
  bucket as (
    select c.scope, c.used, c.resets_at from public.usage_counters c
    where c.resets_at > now() and (c.scope, c.subject) in (
      ('user', p_user_id::text), ('visitor', p_visitor_id::text), ('ip', p_ip_hash))
  ),
  room as (
    select
      case when p_user_id is null then s.anonymous_message_limit else s.user_daily_message_limit end as message_limit,
      coalesce((select used from bucket where scope in ('user', 'visitor')), 0) as used,
      case when p_user_id is null then s.anonymous_ip_message_limit
        - coalesce((select used from bucket where scope = 'ip'), 0) end as ip_left
    from settings s
  )
  select jsonb_build_object(
    'limit', message_limit,
    'used', used,
    'remaining', greatest(least(message_limit - used, ip_left), 0),
    'resetsAt', private.iso_time((
      select bucket.resets_at from bucket where bucket.used > 0
        and (bucket.scope = 'ip') = coalesce(room.ip_left < room.message_limit - room.used, false)))
  ) from room
$$;
comment on function private.message_quota(uuid, uuid, text) is
  'What a caller may still send: {limit, used, remaining, resetsAt}. For a visitor remaining is the smaller of the '
  'visitor''s and the IP''s room, and resetsAt belongs to that bucket; null while nothing is used.';

create function private.expire_reservations(p_max int) returns int
language plpgsql set search_path = ''
as $$
declare
  v_call public.usage;
  v_cost bigint;
  v_output_tokens int;
  v_count int := 0;
begin
  for v_call in
    select * from public.usage where state = 'reserved' and expires_at <= now()
    order by expires_at limit p_max for update skip locked
  loop
    v_output_tokens := coalesce((select private.estimated_tokens(octet_length(m.content)) from public.chat_messages m
      where m.id = v_call.answer_id and v_call.kind = 'answer'), 0);
    -- The model was most likely asked. If silence were free, the cap would not hold while ends cannot be stored.
    v_cost := greatest(
      private.highest_cost_micro_usd(v_call.price, v_call.input_tokens, v_output_tokens),
      private.highest_cost_micro_usd(v_call.fallback_price, v_call.fallback_input_tokens, v_output_tokens));
    update public.usage set state = 'expired', cost_micro_usd = v_cost, is_estimated = true,
      output_tokens = v_output_tokens, settled_at = now()
    where id = v_call.id;
    perform private.give_back('budget', 'deployment', v_call.reserved_micro_usd - v_cost, v_call.budget_resets_at);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function private.expire_reservations(int) is
  'Settles calls that never reported back, the oldest first and so many at most: each is charged an estimate of its input '
  'and of the text it has stored, and the rest of its reservation returns to the budget. Returns how many. Rows another '
  'transaction is settling are skipped.';

create function public.anonymous_usage(p_visitor_id uuid, p_ip_hash text) returns jsonb
language sql stable set search_path = ''
as $$ select private.message_quota(null, p_visitor_id, p_ip_hash) $$;
comment on function public.anonymous_usage(uuid, text) is 'What a visitor may still send: {limit, used, remaining, resetsAt}.';
