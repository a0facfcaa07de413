-- The one round trip after the last token, and the checkpoints between. For users and visitors alike: the ledger knows
-- whose turn it is. Called with the service role, because no person may write an answer or settle a bill.

create function private.settle_turn(
  p_turn public.usage, p_is_failure boolean, p_content text, p_input_tokens int, p_output_tokens int,
  p_cached_input_tokens int, p_cache_write_tokens int
) returns bigint
language plpgsql set search_path = ''
as $$
declare
  v_is_estimated boolean := p_input_tokens is null or p_output_tokens is null;
  -- An answer whose tokens were counted is paid for, be it empty. A message is given back once: otherwise one that always
  -- fails could be sent for free for ever.
  v_is_refund boolean := p_is_failure and v_is_estimated and p_turn.message_resets_at is not null and not exists (
    select from public.usage u where u.user_message_id = p_turn.user_message_id and u.state = 'refunded');
  -- A call that failed before its first word is billed for what the provider says that it has read.
  v_input_tokens int := coalesce(p_input_tokens, case when p_is_failure then 0 else p_turn.input_tokens end);
  v_output_tokens int := coalesce(p_output_tokens, private.estimated_tokens(octet_length(p_content)));
  v_held bigint := case p_turn.state when 'reserved' then p_turn.reserved_micro_usd else p_turn.cost_micro_usd end;
  v_cost bigint := private.cost_micro_usd(
    p_turn.price, v_input_tokens, v_output_tokens, p_cached_input_tokens, p_cache_write_tokens);
begin
  update public.usage set
    state = case when v_is_refund then 'refunded' else 'settled' end, cost_micro_usd = v_cost,
    input_tokens = v_input_tokens, output_tokens = v_output_tokens, cached_input_tokens = p_cached_input_tokens,
    cache_write_tokens = p_cache_write_tokens, is_estimated = v_is_estimated, settled_at = now()
  where id = p_turn.id;
  if v_is_refund then
    perform private.give_back('user', p_turn.user_id::text, 1, p_turn.message_resets_at);
    perform private.give_back('visitor', p_turn.visitor_id::text, 1, p_turn.message_resets_at);
    perform private.give_back('ip', p_turn.ip_hash, 1, p_turn.ip_resets_at);
  end if;
  perform private.give_back('budget', 'deployment', v_held - v_cost, p_turn.budget_resets_at);
  return v_cost;
end
$$;
comment on function private.settle_turn(public.usage, boolean, text, int, int, int, int) is
  'Turns a reservation into what the answer has cost, in micro-USD, and returns that. Tokens the provider did not count '
  'are estimated and flagged. A turn that failed without a word and without a count gives its message back, once per '
  'user message.';

create function public.finish_turn(
  p_answer_id uuid, p_status text, p_content text default '', p_finish_reason text default null,
  p_error_code text default null, p_input_tokens int default null, p_output_tokens int default null,
  p_cached_input_tokens int default null, p_cache_write_tokens int default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_turn public.usage;
  v_answer public.chat_messages;
  v_is_open boolean;
begin
  if p_status is null or p_status not in ('complete', 'stopped', 'interrupted', 'failed') then
    perform private.refuse(400, 'invalid_request', '{"reason": "unknown status"}');
  end if;
  -- Chat before ledger, as begin_turn does: the other order could deadlock with the next turn of this chat.
  perform from public.chats c join public.usage u on u.chat_id = c.id where u.answer_id = p_answer_id for update of c;
  select * into v_turn from public.usage where answer_id = p_answer_id for update;
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  v_is_open := v_turn.state in ('reserved', 'expired');
  if v_is_open then
    v_turn.cost_micro_usd := private.settle_turn(v_turn, p_status = 'failed' and coalesce(p_content, '') = '',
      coalesce(p_content, ''), p_input_tokens, p_output_tokens, p_cached_input_tokens, p_cache_write_tokens);
    update public.chat_messages set
      status = p_status, content = coalesce(p_content, ''), finish_reason = p_finish_reason, error_code = p_error_code,
      token_usage = case when p_input_tokens is not null and p_output_tokens is not null then jsonb_strip_nulls(
        jsonb_build_object('inputTokens', p_input_tokens, 'outputTokens', p_output_tokens,
          'cachedInputTokens', p_cached_input_tokens)) end
    where id = p_answer_id;
  end if;
  select * into v_answer from public.chat_messages where id = p_answer_id;
  return jsonb_build_object(
    'applied', v_is_open, 'chatId', v_turn.chat_id,
    'title', (select title from public.chats where id = v_turn.chat_id),
    'answer', private.message_json(v_answer),
    'quota', private.message_quota(v_turn.user_id, v_turn.visitor_id, v_turn.ip_hash),
    'costMicroUsd', v_turn.cost_micro_usd);
end
$$;
comment on function public.finish_turn(uuid, text, text, text, text, int, int, int, int) is
  'Ends a turn exactly once: p_status complete, stopped, interrupted or failed; tokens null when the provider did not '
  'count. Stores the answer, settles the ledger and the budget, and returns {applied, chatId, title, answer, quota, '
  'costMicroUsd}. A second call changes nothing, returns what is stored and says applied: false. A turn whose '
  'reservation has expired can still be finished. chatId and answer are null when the chat was deleted meanwhile.';

create function public.checkpoint_turn(p_answer_id uuid, p_content text) returns boolean
language plpgsql set search_path = ''
as $$
begin
  update public.chat_messages set content = p_content where id = p_answer_id and status = 'streaming';
  return found;
end
$$;
comment on function public.checkpoint_turn(uuid, text) is
  'Stores the text so far of a running answer; false, and nothing changes, when it runs no more.';
