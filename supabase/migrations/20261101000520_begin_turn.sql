-- The one round trip before the first token: who asks, whether the turn is new, where it belongs, whether there is room.

create function private.quota_of_caller(p_visitor_id uuid, p_ip_hash text) returns jsonb
language sql stable security definer set search_path = ''
as $$
  select case when private.user_id() is not null then private.message_quota(private.user_id(), null, null)
    else private.message_quota(null, p_visitor_id, p_ip_hash) end
$$;

create function private.find_named_message(
  p_user_id uuid, p_visitor_id uuid, p_message_id uuid, p_chat_id uuid, p_parent_id uuid, p_regenerate boolean
) returns public.chat_messages
language plpgsql set search_path = ''
as $$
declare
  v_named public.chat_messages;
begin
  if p_message_id is null or (p_regenerate and p_parent_id is null) then
    perform private.refuse(400, 'invalid_request', '{"reason": "an id is missing"}');
  end if;
  -- Two calls with one key: the second waits here and then finds what the first has written.
  perform pg_advisory_xact_lock(hashtextextended(p_message_id::text, 0));
  select m.* into v_named from public.chat_messages m join public.chats c on c.id = m.chat_id
  where m.id = p_message_id and (c.user_id = p_user_id or c.visitor_id = p_visitor_id)
    and m.role = case when p_regenerate then 'assistant' else 'user' end;
  if v_named.chat_id <> p_chat_id
      or (p_regenerate and (v_named.parent_id <> p_parent_id or p_message_id = p_parent_id)) then
    perform private.refuse(404, 'not_found');
  end if;
  return v_named;
end
$$;
comment on function private.find_named_message(uuid, uuid, uuid, uuid, uuid, boolean) is
  'What this idempotency key has written before: the user message, or with p_regenerate the answer; null for a new key. '
  'Holds the key until the transaction ends.';

create function private.find_question(p_chat_id uuid, p_question_id uuid) returns public.chat_messages
language plpgsql stable set search_path = ''
as $$
declare
  v_question public.chat_messages;
begin
  select m.* into v_question from public.chat_messages m
  where m.chat_id = p_chat_id and m.id = p_question_id and m.role = 'user';
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  return v_question;
end
$$;

create function private.open_turn(
  p_user_id uuid, p_visitor_id uuid, p_ip_hash text, p_message_id uuid, p_content text, p_provider_id uuid,
  p_prompt_id uuid, p_chat_id uuid, p_parent_id uuid, p_regenerate boolean, p_title text, p_is_lost boolean
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_named public.chat_messages;
  v_running_id uuid;
  v_question public.chat_messages;
  v_answer public.chat_messages;
  v_opened record;
  v_started jsonb;
begin
  perform private.check_content(p_content, p_regenerate);
  v_named := private.find_named_message(p_user_id, p_visitor_id, p_message_id, p_chat_id, p_parent_id, p_regenerate);
  v_opened := private.open_chat(p_user_id, p_visitor_id, coalesce(v_named.chat_id, p_chat_id), p_title,
    p_may_create => not p_regenerate and v_named.id is null);
  -- Whoever runs the answer may live on where the database was out of reach, and would finish it beside a second one.
  if not p_is_lost then
    v_running_id := (private.earlier_answer((v_opened.chat).id,
      case when p_regenerate then p_parent_id else v_named.id end, v_named.seq)).id;
  end if;
  perform private.close_stale_answers((v_opened.chat).id, p_but_id => v_running_id);

  if p_regenerate then
    v_question := private.find_question((v_opened.chat).id, p_parent_id);
  elsif v_named.id is not null then
    v_question := v_named;
  else
    v_question := private.place_question((v_opened.chat).id, p_user_id, p_message_id, p_parent_id, p_content);
  end if;

  v_answer := private.earlier_answer((v_opened.chat).id, v_question.id, v_named.seq);
  if v_answer.id is null then
    if exists (select from public.chat_messages m where m.chat_id = (v_opened.chat).id
        and m.parent_id = v_question.id and m.status = 'streaming') then
      perform private.refuse(409, 'turn_in_progress');
    end if;
    v_started := private.start_answer(v_question.id,
      case when p_regenerate and v_named.id is null then p_message_id else gen_random_uuid() end,
      p_provider_id, p_prompt_id, p_visitor_id, p_ip_hash, p_is_repeat => not p_regenerate and v_named.id is not null);
  end if;
  return jsonb_build_object(
    'state', case when v_started is not null then 'started'
      when v_answer.status = 'streaming' then 'running' else 'replay' end,
    'chatId', (v_opened.chat).id, 'title', (v_opened.chat).title, 'isNewChat', v_opened.is_new,
    'userMessageId', v_question.id, 'userMessage', private.message_json(v_question),
    'answerId', coalesce(v_started #>> '{answer,id}', v_answer.id::text),
    'answer', coalesce(v_started -> 'answer', private.message_json(v_answer)),
    'history', coalesce(v_started -> 'history', '[]'),
    'quota', private.quota_of_caller(p_visitor_id, p_ip_hash));
end
$$;
comment on function private.open_turn(uuid, uuid, text, uuid, text, uuid, uuid, uuid, uuid, boolean, text, boolean) is
  'One turn for a user or a visitor, see begin_turn. Security invoker: as a user, row level security decides.';

create function public.begin_turn(
  p_message_id uuid, p_provider_id uuid, p_content text default null, p_prompt_id uuid default null,
  p_chat_id uuid default null, p_parent_id uuid default null, p_regenerate boolean default false,
  p_title text default null, p_is_lost boolean default false
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  if private.user_id() is null then
    perform private.refuse(401, 'unauthenticated');
  end if;
  return private.open_turn(private.user_id(), null, null, p_message_id, p_content, p_provider_id, p_prompt_id,
    p_chat_id, p_parent_id, coalesce(p_regenerate, false), p_title, coalesce(p_is_lost, false));
end
$$;
comment on function public.begin_turn(uuid, uuid, text, uuid, uuid, uuid, boolean, text, boolean) is
  'Begins a turn of the signed-in caller. p_message_id is the idempotency key: the id of the user message, or with '
  'p_regenerate the id of the new answer to the user message p_parent_id (then without p_content). p_chat_id may be '
  'minted by the caller; p_parent_id defaults to the newest message, and p_chat_id there asks for another first one. '
  'A repeated turn whose answer is streaming is running, even when its reservation is over: only who has asked in vain '
  'for whoever runs it says p_is_lost, and then the end of its reservation ends it, as it does any other answer''s. '
  'Returns {state: started|replay|running, chatId, title, isNewChat, userMessageId, userMessage, answerId, answer, '
  'history: [{role, content}], quota: {limit, used, remaining, resetsAt}}; history only when started. Errors: PTnnn '
  'with a code of the wire contract as message, and for 429 {limit, remaining, resetsAt} as detail, of the budget '
  '{resetsAt} alone.';

create function public.begin_anonymous_turn(
  p_visitor_id uuid, p_ip_hash text, p_message_id uuid, p_provider_id uuid, p_content text default null,
  p_prompt_id uuid default null, p_chat_id uuid default null, p_parent_id uuid default null,
  p_regenerate boolean default false, p_title text default null, p_is_lost boolean default false
) returns jsonb
language plpgsql set search_path = ''
as $$
begin
  -- An unknown address would be a bucket that everybody shares, or nobody: no turn without it.
  if p_visitor_id is null or coalesce(p_ip_hash, '') = '' then
    perform private.refuse(401, 'unauthenticated');
  end if;
  return private.open_turn(null, p_visitor_id, p_ip_hash, p_message_id, p_content, p_provider_id, p_prompt_id,
    p_chat_id, p_parent_id, coalesce(p_regenerate, false), p_title, coalesce(p_is_lost, false));
end
$$;
comment on function public.begin_anonymous_turn(uuid, text, uuid, uuid, text, uuid, uuid, uuid, boolean, text, boolean) is
  'Begins a turn of a visitor, whom the Worker has identified by a signed token and a hashed IP. See begin_turn.';
