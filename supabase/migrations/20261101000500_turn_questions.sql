-- First part of begin_turn: the chat and the question. These steps run with the rights of the caller, so row level
-- security decides what a user reaches; the owner is named besides, for the service role is not bound by it.

create function private.check_content(p_content text, p_regenerate boolean) returns void
language plpgsql set search_path = ''
as $$
begin
  if p_regenerate then
    if p_content is not null then
      perform private.refuse(400, 'invalid_request', '{"reason": "a new answer takes no message"}');
    end if;
    return;
  end if;
  if char_length(p_content) > 8000 then
    perform private.refuse(413, 'message_too_long', '{"charactersMax": 8000}');
  end if;
  if not private.has_visible_text(p_content) then
    perform private.refuse(400, 'invalid_request', '{"reason": "message has no visible text"}');
  end if;
end
$$;

create function private.message_json(p_message public.chat_messages) returns jsonb
language sql stable set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_message.id, 'parentId', p_message.parent_id, 'role', p_message.role, 'content', p_message.content,
    'status', p_message.status, 'finishReason', p_message.finish_reason, 'providerId', p_message.ai_provider_id,
    'promptId', p_message.system_prompt_id, 'usage', p_message.token_usage,
    'createdAt', private.iso_time(p_message.created_at))
    || coalesce((select jsonb_build_object('feedback', jsonb_build_object('rating', f.rating, 'comment', f.comment))
      from public.message_feedback f where f.message_id = p_message.id), '{}')
  where p_message.id is not null
$$;
comment on function private.message_json(public.chat_messages) is 'A message as it crosses the wire, null for no message.';

create function private.spoken(p_message public.chat_messages) returns jsonb
language sql immutable set search_path = ''
as $$
  select case when p_message.status not in ('failed', 'streaming') and p_message.content <> ''
    then jsonb_build_object('role', p_message.role, 'content', p_message.content) end
$$;
comment on function private.spoken(public.chat_messages) is
  'A message as a model is told it, {role, content}; null for one that it is not told.';

create function private.history(p_chat_id uuid, p_leaf_id uuid) returns jsonb
language sql stable set search_path = ''
as $$
  -- One turn of an endless chat stays cheap: 400 messages and 128 kB are far more than an answer is worth. Messages can
  -- be inserted by hand, so without the bytes a few turns could reserve the budget of a day.
  with recursive path as (
    select m.parent_id, m.seq, s.entry, 1 as depth, coalesce(octet_length(s.entry::text), 0) as bytes
    from public.chat_messages m, private.spoken(m) as s (entry) where m.chat_id = p_chat_id and m.id = p_leaf_id
    union all
    -- Parents are older than their children: rows inserted by hand must not run in a circle.
    select m.parent_id, m.seq, s.entry, path.depth + 1, path.bytes + coalesce(octet_length(s.entry::text), 0)
    from path join public.chat_messages m on m.chat_id = p_chat_id and m.id = path.parent_id and m.seq < path.seq,
      private.spoken(m) as s (entry)
    where path.depth < 400 and path.bytes + coalesce(octet_length(s.entry::text), 0) <= 131072
  )
  select coalesce(jsonb_agg(entry order by depth desc), '[]') from path where entry is not null
$$;
comment on function private.history(uuid, uuid) is
  'What a model is told, from the first message to p_leaf_id: [{role, content}]. Failed, running and empty answers are '
  'left out; of a long chat the newest 400 messages within 128 kB, and always p_leaf_id itself.';

create function private.is_running(p_answer_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (select from public.usage u
    where u.answer_id = p_answer_id and u.kind = 'answer' and u.state = 'reserved' and u.expires_at > now())
$$;
comment on function private.is_running(uuid) is
  'Whether somebody may still be writing this answer: a turn that died without a word leaves it streaming, and only its '
  'reservation ends.';

create function private.close_stale_answers(p_chat_id uuid, p_but_id uuid default null) returns void
language sql security definer set search_path = ''
as $$
  update public.chat_messages m set
    status = case when m.content = '' then 'failed' else 'interrupted' end, error_code = 'interrupted'
  where m.chat_id = p_chat_id and m.status = 'streaming' and m.id is distinct from p_but_id and not private.is_running(m.id)
$$;
comment on function private.close_stale_answers(uuid, uuid) is
  'Ends the answers of a chat that are streaming and run no more, but for one. Of the others streaming then means running.';

create function private.name_new_chat(p_chat_id uuid, p_title text) returns void
language sql security definer set search_path = ''
as $$
  update public.chats c set title = private.short_title(p_title)
  where c.id = p_chat_id and c.user_id is not distinct from private.user_id() and c.title is null
    and not exists (select from public.chat_messages m where m.chat_id = c.id)
$$;
comment on function private.name_new_chat(uuid, text) is
  'Names a chat after the message that opens it. With more rights than its user has, for what a user writes counts as '
  'their own choice.';

create function private.open_chat(
  p_user_id uuid, p_visitor_id uuid, p_chat_id uuid, p_title text, p_may_create boolean, out chat public.chats, out is_new boolean
)
language plpgsql set search_path = ''
as $$
declare
  v_id uuid := coalesce(p_chat_id, gen_random_uuid());
begin
  is_new := false;
  if p_may_create then
    begin
      if p_user_id is not null then
        insert into public.chats (id, user_id) values (v_id, p_user_id) on conflict (id) do nothing;
      else
        insert into public.chats (id, visitor_id) values (v_id, p_visitor_id) on conflict (id) do nothing;
      end if;
      is_new := found;
    exception
      -- A token outlives its user by up to an hour.
      when foreign_key_violation then perform private.refuse(401, 'invalid_token');
    end;
  end if;
  if is_new then
    perform private.name_new_chat(v_id, p_title);
  end if;
  -- The owner is named although row level security says the same: service_role is not bound by policies.
  select c.* into chat from public.chats c
  where c.id = v_id and (c.user_id = p_user_id or c.visitor_id = p_visitor_id) for update;
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
end
$$;
comment on function private.open_chat(uuid, uuid, uuid, text, boolean) is
  'Locks the caller''s chat, after creating it if it may and the id is free. A foreign chat and none are one not_found.';

create function private.place_question(
  p_chat_id uuid, p_user_id uuid, p_message_id uuid, p_parent_id uuid, p_content text
) returns public.chat_messages
language plpgsql set search_path = ''
as $$
declare
  v_parent public.chat_messages;
  v_question public.chat_messages;
begin
  -- A chat is the root of its tree: its own id as the parent asks for another first message.
  if p_parent_id is distinct from p_chat_id then
    select m.* into v_parent from public.chat_messages m
    where m.chat_id = p_chat_id and (p_parent_id is null or m.id = p_parent_id) order by m.seq desc limit 1;
    if not found and p_parent_id is not null then
      perform private.refuse(404, 'not_found');
    end if;
  end if;
  if v_parent.status = 'streaming' then
    perform private.refuse(409, 'turn_in_progress');
  end if;
  insert into public.chat_messages (id, chat_id, parent_id, user_id, role, content)
  values (p_message_id, p_chat_id, v_parent.id, p_user_id, 'user', p_content)
  on conflict (id) do nothing returning * into v_question;
  -- The id is taken, and not by this caller: open_turn would have found it.
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  return v_question;
end
$$;
comment on function private.place_question(uuid, uuid, uuid, uuid, text) is
  'Inserts a person''s message under p_parent_id, or under the newest message of the chat. The newest is always a leaf, '
  'since children come after their parents.';

create function private.earlier_answer(p_chat_id uuid, p_question_id uuid, p_since bigint) returns public.chat_messages
language sql stable set search_path = ''
as $$
  select m.* from public.chat_messages m
  where m.chat_id = p_chat_id and m.parent_id = p_question_id and m.role = 'assistant' and m.seq >= p_since
    and m.status in ('complete', 'stopped', 'streaming')
  order by m.status = 'streaming', m.seq limit 1
$$;
comment on function private.earlier_answer(uuid, uuid, bigint) is
  'The answer a repeated turn already has, counted from its own message on: a finished one first, else the running one.';
