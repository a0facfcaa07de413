-- For a second reader of an answer that is being written, another tab, or the same one after a lost connection; and for
-- whoever stops it.

create function public.running_answers(p_chat_id uuid, p_visitor_id uuid default null) returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  -- The owner is named although row level security says the same: service_role is not bound by policies.
  if not exists (select from public.chats c
      where c.id = p_chat_id and (c.user_id = private.user_id() or c.visitor_id = p_visitor_id)) then
    perform private.refuse(404, 'not_found');
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'createdAt', private.iso_time(m.created_at))
      order by m.seq desc), '[]')
    from public.chat_messages m
    where m.chat_id = p_chat_id and m.status = 'streaming' and private.is_running(m.id));
end
$$;
comment on function public.running_answers(uuid, uuid) is
  'The answers of a chat that run, at most one to a message, newest first: [{id, createdAt}]. The chat is the signed-in '
  'caller''s, or for the Worker the visitor''s whom it names; any other is not_found. Security invoker: a visitor''s chat '
  'stays invisible to users, whatever they pass.';
