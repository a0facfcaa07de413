-- For a second reader of an answer that is being written: another tab, or the same one after a lost connection.

create function public.running_answer(p_chat_id uuid, p_visitor_id uuid default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_chat public.chats;
  v_answer public.chat_messages;
begin
  -- The owner is named although row level security says the same: service_role is not bound by policies.
  select c.* into v_chat from public.chats c
  where c.id = p_chat_id and (c.user_id = private.user_id() or c.visitor_id = p_visitor_id);
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  select m.* into v_answer from public.chat_messages m
  where m.chat_id = p_chat_id and m.status = 'streaming' and private.is_running(m.id) order by m.seq desc limit 1;
  return case when v_answer.id is not null then jsonb_build_object(
    'chatId', p_chat_id, 'title', v_chat.title, 'answer', private.message_json(v_answer)) end;
end
$$;
comment on function public.running_answer(uuid, uuid) is
  'The newest answer of a chat that runs, as far as it is stored: {chatId, title, answer}, or null. The chat is the '
  'signed-in caller''s, or for the Worker the visitor''s whom it names; any other is not_found. Security invoker: a '
  'visitor''s chat stays invisible to users, whatever they pass.';
