-- Second part of begin_turn: room for the answer, and its row. What a user may not write (counters, ledger, the answer)
-- is written by private.start_answer, which runs with more rights and believes nothing that it can look up.

create function private.reserve_message(
  p_user_id uuid, p_visitor_id uuid, p_ip_hash text, out message_resets_at timestamptz, out ip_resets_at timestamptz
)
language plpgsql set search_path = ''
as $$
declare
  s public.deployment_settings;
  v_window_end timestamptz;
begin
  select * into strict s from public.deployment_settings;
  if p_user_id is not null then
    message_resets_at :=
      private.consume('user', p_user_id::text, 1, s.user_daily_message_limit, private.next_utc_day());
    if message_resets_at is null then
      perform private.refuse_limit('user_limit_reached', 'user', p_user_id::text, s.user_daily_message_limit);
    end if;
    return;
  end if;
  v_window_end := now() + make_interval(hours => s.anonymous_window_hours);
  message_resets_at := private.consume('visitor', p_visitor_id::text, 1, s.anonymous_message_limit, v_window_end);
  if message_resets_at is null then
    perform private.refuse_limit('anonymous_limit_reached', 'visitor', p_visitor_id::text, s.anonymous_message_limit);
  end if;
  ip_resets_at := private.consume('ip', p_ip_hash, 1, s.anonymous_ip_message_limit, v_window_end);
  if ip_resets_at is null then
    perform private.refuse_limit('anonymous_limit_reached', 'ip', p_ip_hash, s.anonymous_message_limit);
  end if;
end
$$;
comment on function private.reserve_message(uuid, uuid, text) is
  'Counts one message against the user, or against visitor and IP, or refuses. A refusal undoes the whole turn.';

create function private.was_counted(p_question_id uuid) returns boolean
language sql stable set search_path = ''
as $$
  select coalesce(bool_or(message_resets_at is not null and state <> 'refunded'), false)
    and count(*) filter (where message_resets_at is null) < 3
  from public.usage where user_message_id = p_question_id and kind = 'answer'
$$;
comment on function private.was_counted(uuid) is
  'True when a message has been counted, and not given back, so that sending it again costs no second one. That holds for '
  'three repetitions: each may ask the model anew.';

create function private.refuse_limit(p_code text, p_scope text, p_subject text, p_limit bigint) returns void
language plpgsql set search_path = ''
as $$
begin
  perform private.refuse(429, p_code, jsonb_build_object('limit', p_limit, 'remaining', 0, 'resetsAt', (
    select private.iso_time(resets_at) from public.usage_counters
    where scope = p_scope and subject = p_subject and resets_at > now())));
end
$$;

create function private.reserve_budget(p_micro_usd bigint) returns timestamptz
language plpgsql set search_path = ''
as $$
declare
  v_budget bigint;
  v_resets_at timestamptz;
begin
  select daily_budget_micro_usd into strict v_budget from public.deployment_settings;
  v_resets_at := private.consume('budget', 'deployment', p_micro_usd, v_budget, private.next_utc_day());
  -- Money of dead turns is looked for only when it is missing, and not for long: somebody waits.
  if v_resets_at is null and private.expire_reservations(100) > 0 then
    v_resets_at := private.consume('budget', 'deployment', p_micro_usd, v_budget, private.next_utc_day());
  end if;
  if v_resets_at is null then
    -- How large the budget is concerns its owner alone; callers learn when it starts anew.
    select resets_at into v_resets_at from public.usage_counters
    where scope = 'budget' and subject = 'deployment' and resets_at > now();
    perform private.refuse(429, 'budget_reached', jsonb_build_object(
      'resetsAt', private.iso_time(coalesce(v_resets_at, private.next_utc_day()))));
  end if;
  return v_resets_at;
end
$$;
comment on function private.reserve_budget(bigint) is
  'Reserves micro-USD of today''s budget and returns the end of the day it was taken from, or refuses.';

create function private.find_offer(
  p_provider_id uuid, p_prompt_id uuid, out config jsonb, out prompt_text text, out fallback_id uuid,
  out fallback_config jsonb
)
language plpgsql stable set search_path = ''
as $$
begin
  select p.config into config from public.ai_providers p
  where p.id = p_provider_id and p.is_active and p.config is not null;
  if not found then
    perform private.refuse(400, 'provider_unavailable');
  end if;
  -- One level: what the fallback's own config names is not followed.
  select p.id, p.config into fallback_id, fallback_config from public.ai_providers p
  where p.id = (find_offer.config ->> 'fallback')::uuid and p.id <> p_provider_id and p.is_active and p.config is not null;
  select p.prompt_text into prompt_text from public.system_prompts p where p.id = p_prompt_id and p.is_active;
  if not found and p_prompt_id is not null then
    perform private.refuse(400, 'prompt_unavailable');
  end if;
end
$$;
comment on function private.find_offer(uuid, uuid) is
  'The active provider, the provider that may answer in its place, and the active prompt, if one was asked for.';

create function private.price_turn(p_config jsonb, p_tokens int, out input_tokens int, out highest_micro_usd bigint)
language sql immutable set search_path = ''
as $$
  select t.input, private.highest_cost_micro_usd(p_config -> 'price', t.input, (p_config ->> 'max_output_tokens')::int)
  from (select least(p_tokens, (p_config ->> 'context_window')::int - (p_config ->> 'max_output_tokens')::int)) as t (input)
  where p_config is not null
$$;
comment on function private.price_turn(jsonb, int) is
  'Of a conversation of so many tokens: how many a provider will be told, since the Worker sends no more than fits, and '
  'what its answer can cost at most. Nulls for no provider.';

create function private.start_answer(
  p_question_id uuid, p_answer_id uuid, p_provider_id uuid, p_prompt_id uuid, p_visitor_id uuid, p_ip_hash text,
  p_is_repeat boolean
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_chat public.chats;
  v_offer record;
  v_history jsonb;
  v_tokens int;
  v_first record;
  v_fallback record;
  v_message_resets_at timestamptz;
  v_ip_resets_at timestamptz;
  v_budget_resets_at timestamptz;
  v_answer public.chat_messages;
begin
  -- Whose turn it is comes from the chat, never from an argument: a user's chat takes its user, any other its visitor.
  select c.* into v_chat from public.chats c join public.chat_messages m on m.chat_id = c.id
  where m.id = p_question_id and m.role = 'user'
    and c.user_id is not distinct from private.user_id() and (c.user_id is not null or c.visitor_id = p_visitor_id);
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  v_offer := private.find_offer(p_provider_id, p_prompt_id);
  v_history := private.history(v_chat.id, p_question_id);
  v_tokens := private.estimated_tokens(octet_length(concat(v_history, v_offer.prompt_text)));
  select * into v_first from private.price_turn(v_offer.config, v_tokens);
  select * into v_fallback from private.price_turn(v_offer.fallback_config, v_tokens);
  if not (p_is_repeat and private.was_counted(p_question_id)) then
    select * into v_message_resets_at, v_ip_resets_at
    from private.reserve_message(v_chat.user_id, v_chat.visitor_id, p_ip_hash);
  end if;
  v_budget_resets_at := private.reserve_budget(greatest(v_first.highest_micro_usd, v_fallback.highest_micro_usd));

  insert into public.usage (
    user_id, visitor_id, ip_hash, chat_id, user_message_id, answer_id, provider_id, price, input_tokens,
    fallback_id, fallback_price, fallback_input_tokens, reserved_micro_usd,
    message_resets_at, ip_resets_at, budget_resets_at, expires_at)
  values (
    v_chat.user_id, v_chat.visitor_id, p_ip_hash, v_chat.id, p_question_id, p_answer_id,
    p_provider_id, v_offer.config -> 'price', v_first.input_tokens,
    v_offer.fallback_id, v_offer.fallback_config -> 'price', v_fallback.input_tokens,
    greatest(v_first.highest_micro_usd, v_fallback.highest_micro_usd),
    v_message_resets_at, v_ip_resets_at, v_budget_resets_at, now() + interval '90 seconds')
  on conflict (answer_id, kind) do nothing;
  if found then
    insert into public.chat_messages (id, chat_id, parent_id, role, content, status, ai_provider_id, system_prompt_id)
    values (p_answer_id, v_chat.id, p_question_id, 'assistant', '', 'streaming', p_provider_id, p_prompt_id)
    on conflict (id) do nothing returning * into v_answer;
  end if;
  -- The id named something else before, this caller's or not: it tells neither.
  if v_answer.id is null then
    perform private.refuse(404, 'not_found');
  end if;
  perform private.count_first_message(v_chat.visitor_id, p_answer_id, v_message_resets_at);
  return jsonb_build_object('answer', private.message_json(v_answer), 'history', v_history);
end
$$;
comment on function private.start_answer(uuid, uuid, uuid, uuid, uuid, text, boolean) is
  'Reserves a message and the most an answer can cost, be it the provider''s or its fallback''s, writes the ledger row and '
  'the streaming answer, and returns {answer, history}. Prices come from the providers'' rows, the owner from the chat''s; '
  'all are looked up here because every signed-in user may get this far. With p_is_repeat a message that was counted '
  'before is not counted again. A reservation lasts 90 seconds from the last checkpoint, see checkpoint_turn.';
