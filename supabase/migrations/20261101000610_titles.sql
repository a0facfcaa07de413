-- A title that a model gives a chat after its first answer. It is paid for like an answer, and never worth a refusal.

create function private.reserve_title(p_turn public.usage) returns uuid
language plpgsql set search_path = ''
as $$
declare
  -- What it takes at most: the beginning of the conversation, and a few words.
  v_input_tokens constant int := 2000;
  v_output_tokens constant int := 64;
  v_reserved bigint := private.highest_cost_micro_usd(p_turn.price, v_input_tokens, v_output_tokens);
  v_budget_resets_at timestamptz;
  v_id uuid;
begin
  if not exists (select from public.chats c where c.id = p_turn.chat_id and c.title_source = 'message')
      or exists (select from public.chat_messages m where m.chat_id = p_turn.chat_id and m.id <> p_turn.answer_id
        and m.role = 'assistant' and m.status = 'complete') then
    return null;
  end if;
  v_budget_resets_at := private.consume('budget', 'deployment', v_reserved,
    (select daily_budget_micro_usd from public.deployment_settings), private.next_utc_day());
  if v_budget_resets_at is null then
    return null;
  end if;
  insert into public.usage (kind, user_id, visitor_id, ip_hash, chat_id, user_message_id, answer_id, provider_id, price,
    reserved_micro_usd, input_tokens, budget_resets_at, expires_at)
  values ('title', p_turn.user_id, p_turn.visitor_id, p_turn.ip_hash, p_turn.chat_id, p_turn.user_message_id,
    p_turn.answer_id, p_turn.provider_id, p_turn.price, v_reserved, v_input_tokens, v_budget_resets_at,
    now() + interval '90 seconds')
  returning id into v_id;
  return v_id;
end
$$;
comment on function private.reserve_title(public.usage) is
  'Reserves what a title can cost of the provider that has just answered. Returns the id of its ledger row; null when the '
  'chat has had a complete answer before, has been named by somebody, or the budget has no room.';

create function public.finish_title(
  p_title_id uuid, p_title text default null, p_input_tokens int default null, p_output_tokens int default null,
  p_cached_input_tokens int default null, p_cache_write_tokens int default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_call public.usage;
  v_title text := private.short_title(p_title);
  v_is_open boolean;
begin
  -- Chat before ledger, as everywhere.
  perform from public.chats c join public.usage u on u.chat_id = c.id
  where u.id = p_title_id and u.kind = 'title' for update of c;
  select * into v_call from public.usage where id = p_title_id and kind = 'title' for update;
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  v_is_open := v_call.state in ('reserved', 'expired');
  if v_is_open then
    -- Without a title and without a count the model was not reached.
    perform private.settle_call(v_call, false, false, num_nonnulls(p_title, p_input_tokens, p_output_tokens),
      coalesce(p_title, ''), p_input_tokens, p_output_tokens, p_cached_input_tokens, p_cache_write_tokens);
    if v_title is not null then
      update public.chats set title = v_title, title_source = 'model'
      where id = v_call.chat_id and title_source = 'message';
    end if;
  end if;
  return jsonb_build_object('applied', v_is_open,
    'title', (select title from public.chats where id = v_call.chat_id));
end
$$;
comment on function public.finish_title(uuid, text, int, int, int, int) is
  'Ends what finish_turn has reserved as titleId, exactly once: settles what it has cost, and gives the chat p_title unless '
  'somebody has named it meanwhile; the chat keeps its place in the history. Tokens null when the provider did not count: '
  'then they are estimated, or nothing when there is no title either, for the model was not reached. Returns {applied, '
  'title}, the title the chat has now; a second call changes nothing and says applied: false.';
