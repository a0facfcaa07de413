-- The one round trip after the last token, and the checkpoints between. For users and visitors alike: the ledger knows
-- whose turn it is. Called with the service role, because no person may write an answer or settle a bill.

create function private.take_refund(p_turn public.usage) returns boolean
language plpgsql set search_path = ''
as $$
declare
  s public.deployment_settings;
begin
  -- Sent again and failing again, a message is asked of the model anew each time: it is given back once.
  if p_turn.message_resets_at is null or exists (
      select from public.usage u where u.user_message_id = p_turn.user_message_id and u.state = 'refunded') then
    return false;
  end if;
  select * into strict s from public.deployment_settings;
  if p_turn.visitor_id is not null then
    return private.consume('refund', p_turn.visitor_id::text, 1, least(s.anonymous_message_limit, 10),
        p_turn.message_resets_at) is not null
      and private.consume('refund', p_turn.ip_hash, 1, least(s.anonymous_ip_message_limit, 10),
        p_turn.ip_resets_at) is not null;
  end if;
  return p_turn.user_id is not null and private.consume('refund', p_turn.user_id::text, 1,
    least(s.user_daily_message_limit, 10), p_turn.message_resets_at) is not null;
end
$$;
comment on function private.take_refund(public.usage) is
  'True when the message of a failed turn may be given back, which is then counted: once a message, and a window no more '
  'often than the caller may send messages, ten times at most. Otherwise turns that always fail would be free for ever.';

create function private.settle_call(
  p_call public.usage, p_is_failure boolean, p_has_begun boolean, p_uncounted_reads int, p_content text,
  p_input_tokens int, p_output_tokens int, p_cached_input_tokens int, p_cache_write_tokens int
) returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_is_estimated boolean := p_input_tokens is null or p_output_tokens is null;
  v_has_begun boolean := p_has_begun or p_content <> '';
  -- Each request is a prompt of its own, also for a price that depends on the length of one.
  v_requests int := case when v_has_begun or num_nonnulls(p_input_tokens, p_output_tokens) > 0 then 1
    else greatest(p_uncounted_reads, 0) end;
  v_input_tokens int := coalesce(p_input_tokens, p_call.input_tokens);
  v_output_tokens int := coalesce(p_output_tokens, private.estimated_tokens(octet_length(p_content)));
  v_cost bigint := v_requests * private.cost_micro_usd(
    p_call.price, v_input_tokens, v_output_tokens, p_cached_input_tokens, p_cache_write_tokens);
  v_held bigint := case p_call.state when 'reserved' then p_call.reserved_micro_usd else p_call.cost_micro_usd end;
  v_is_refund boolean := p_is_failure and private.take_refund(p_call);
begin
  -- What a model has thought is billed like text, and nobody has seen how much it was.
  if v_is_estimated and v_has_begun and not private.has_visible_text(p_content) then
    v_cost := greatest(v_cost, p_call.reserved_micro_usd);
  end if;
  update public.usage set
    state = case when v_is_refund then 'refunded' else 'settled' end, cost_micro_usd = v_cost,
    provider_id = p_call.provider_id, price = p_call.price,
    input_tokens = v_requests * v_input_tokens, output_tokens = v_output_tokens,
    cached_input_tokens = p_cached_input_tokens,
    cache_write_tokens = p_cache_write_tokens, is_estimated = v_is_estimated, settled_at = now()
  where id = p_call.id;
  if v_is_refund then
    perform private.give_back('user', p_call.user_id::text, 1, p_call.message_resets_at);
    perform private.give_back('visitor', p_call.visitor_id::text, 1, p_call.message_resets_at);
    perform private.give_back('ip', p_call.ip_hash, 1, p_call.ip_resets_at);
  end if;
  perform private.give_back('budget', 'deployment', v_held - v_cost, p_call.budget_resets_at);
  return v_cost;
end
$$;
comment on function private.settle_call(public.usage, boolean, boolean, int, text, int, int, int, int) is
  'Turns a reservation into what the call has cost, in micro-USD, and returns that. Tokens the provider did not count '
  'are estimated and flagged: from the text; all that was reserved when a reply began and showed none; else the input of '
  'so many requests as were most likely read. With p_is_failure the message is given back, whatever it has cost, as far '
  'as take_refund allows.';

create function private.answered_by(p_turn public.usage, p_provider_id uuid) returns public.usage
language plpgsql set search_path = ''
as $$
begin
  if p_provider_id is null or p_provider_id = p_turn.provider_id then
    return p_turn;
  end if;
  if p_provider_id is distinct from p_turn.fallback_id then
    perform private.refuse(400, 'invalid_request', '{"reason": "not a provider of this turn"}');
  end if;
  p_turn.provider_id := p_turn.fallback_id;
  p_turn.price := p_turn.fallback_price;
  p_turn.input_tokens := p_turn.fallback_input_tokens;
  return p_turn;
end
$$;
comment on function private.answered_by(public.usage, uuid) is
  'The turn with the provider, the price and the input of whoever has answered: its own for null, or its fallback.';

create function private.quota_of_turn(p_turn public.usage) returns jsonb
language sql stable set search_path = ''
as $$
  select case when owner.user_id is not null then private.message_quota(owner.user_id, null, null)
    else private.message_quota(null, p_turn.visitor_id, p_turn.ip_hash) end
  from (select coalesce((select c.user_id from public.chats c where c.id = p_turn.chat_id), p_turn.user_id)) as owner (user_id)
$$;
comment on function private.quota_of_turn(public.usage) is
  'What may still be sent by whoever reads the answer: a visitor''s may have become a user''s while it ran. It was counted '
  'where it began, and is given back there.';

create function public.finish_turn(
  p_answer_id uuid, p_status text, p_content text default '', p_finish_reason text default null,
  p_error_code text default null, p_input_tokens int default null, p_output_tokens int default null,
  p_cached_input_tokens int default null, p_cache_write_tokens int default null, p_provider_id uuid default null,
  p_wants_title boolean default false, p_has_begun boolean default false, p_uncounted_reads int default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_turn public.usage;
  v_answer public.chat_messages;
  v_content text := p_content;
  v_status text := p_status;
  v_error_code text := p_error_code;
  v_is_failure boolean;
  v_is_open boolean;
  v_title_id uuid;
begin
  if p_status is null or p_status not in ('complete', 'stopped', 'interrupted', 'failed') then
    perform private.refuse(400, 'invalid_request', '{"reason": "unknown status"}');
  end if;
  -- Chat before ledger, as begin_turn does: the other order could deadlock with the next turn of this chat.
  perform from public.chats c join public.usage u on u.chat_id = c.id
  where u.answer_id = p_answer_id and u.kind = 'answer' for update of c;
  select * into v_turn from public.usage where answer_id = p_answer_id and kind = 'answer' for update;
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  v_is_open := v_turn.state in ('reserved', 'expired');
  if v_is_open then
    v_turn := private.answered_by(v_turn, p_provider_id);
    if p_content is null then
      -- Locked before it is read: a checkpoint of the host that is gone may still be on its way in.
      select m.content into v_content from public.chat_messages m where m.id = p_answer_id for no key update;
      v_content := coalesce(v_content, '');
      if p_status in ('interrupted', 'failed') then
        v_status := case when private.has_visible_text(v_content) then p_status else 'failed' end;
        v_error_code := coalesce(p_error_code, 'interrupted');
      end if;
    end if;
    v_is_failure := v_status = 'failed' and not private.has_visible_text(v_content);
    -- A provider that was too slow or refused the content has most likely read the input; one that failed has not.
    v_turn.cost_micro_usd := private.settle_call(v_turn, v_is_failure, coalesce(p_has_begun, false),
      coalesce(p_uncounted_reads,
        (not v_is_failure or coalesce(p_error_code in ('provider_timeout', 'content_filtered'), false))::int),
      v_content, p_input_tokens, p_output_tokens, p_cached_input_tokens, p_cache_write_tokens);
    update public.chat_messages set
      status = v_status, content = v_content, finish_reason = p_finish_reason, error_code = v_error_code,
      ai_provider_id = v_turn.provider_id,
      token_usage = case when p_input_tokens is not null and p_output_tokens is not null then jsonb_strip_nulls(
        jsonb_build_object('inputTokens', p_input_tokens, 'outputTokens', p_output_tokens,
          'cachedInputTokens', p_cached_input_tokens)) end
    where id = p_answer_id;
    update public.chats set updated_at = now() where id = v_turn.chat_id;
    if p_wants_title and p_status = 'complete' then
      v_title_id := private.reserve_title(v_turn);
    end if;
    if v_status = 'complete' then
      perform private.count_replay(v_turn.user_id, v_turn.user_message_id);
    end if;
  else
    -- The reply to the first call may have been lost, and its title with it.
    select u.id into v_title_id from public.usage u
    where u.answer_id = p_answer_id and u.kind = 'title' and u.state = 'reserved';
  end if;
  select * into v_answer from public.chat_messages where id = p_answer_id;
  return jsonb_build_object(
    'applied', v_is_open, 'chatId', v_turn.chat_id,
    'title', (select title from public.chats where id = v_turn.chat_id),
    'answer', private.message_json(v_answer),
    'quota', private.quota_of_turn(v_turn),
    'costMicroUsd', v_turn.cost_micro_usd, 'titleId', v_title_id);
end
$$;
comment on function public.finish_turn(uuid, text, text, text, text, int, int, int, int, uuid, boolean, boolean, int) is
  'Ends a turn exactly once: p_status complete, stopped, interrupted or failed; tokens null when the provider did not '
  'count; p_has_begun whether a part of a reply came, be it thinking; p_uncounted_reads how many requests were most '
  'likely read without one, null to tell from p_error_code; p_provider_id the provider that has answered, the turn''s own '
  'for null, or its fallback. p_content null keeps what was checkpointed, of an answer whose host has died: without a '
  'visible word it has failed, and p_error_code is then interrupted unless another is given. Stores the answer, '
  'settles the ledger and the budget, and returns {applied, chatId, title, answer, quota, costMicroUsd, titleId}. With '
  'p_wants_title titleId names the reservation for a title, when one is due: see finish_title. A second call changes '
  'nothing, returns what is stored, a title that is still due included, and says applied: false. A turn whose reservation has expired can still be finished. '
  'chatId and answer are null when the chat was deleted meanwhile; when a user has claimed it, quota is theirs.';

create function public.checkpoint_turn(p_answer_id uuid, p_content text default null) returns boolean
language plpgsql set search_path = ''
as $$
begin
  perform from public.chat_messages m where m.id = p_answer_id and m.status = 'streaming' for no key update;
  if not found then
    return false;
  end if;
  update public.chat_messages m set content = p_content where m.id = p_answer_id and m.content <> p_content;
  -- Passing over a row that is locked: who holds it ends the turn, and waiting here in the wrong order could deadlock.
  with due as materialized (
    select u.id from public.usage u
    where u.answer_id = p_answer_id and u.kind = 'answer' and u.state = 'reserved'
      and u.created_at > now() - interval '10 minutes' for update skip locked
  )
  update public.usage u set expires_at = now() + interval '90 seconds' from due where u.id = due.id;
  return true;
end
$$;
comment on function public.checkpoint_turn(uuid, text) is
  'Stores the text so far of a running answer, null for no news, and says that its turn lives: its reservation ends 90 '
  'seconds from now, unless the turn began 10 minutes ago. False, and nothing changes, when the answer runs no more.';
