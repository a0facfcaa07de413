-- What people think of answers: one thumb an answer, and what they want to say about it.

create table public.message_feedback (
  message_id uuid primary key references public.chat_messages (id) on delete cascade,
  user_id uuid default private.user_id() references auth.users (id) on delete set null,
  rating text not null,
  comment text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint message_feedback_rating_is_known check (rating in ('up', 'down')),
  constraint message_feedback_comment_is_short check (char_length(comment) <= 1000),
  constraint message_feedback_comment_says_something check (comment is null or private.has_visible_text(comment))
);
comment on table public.message_feedback is 'What its reader thinks of an answer. The owner of a chat is its one reader.';
comment on column public.message_feedback.user_id is
  'Who said so; null for a visitor. No person may write it: it is whoever is signed in.';

create index message_feedback_by_user on public.message_feedback (user_id) where user_id is not null;

-- Not when a deleted user is taken out of it.
create trigger message_feedback_touch_updated_at before update of rating, comment on public.message_feedback
  for each row execute function private.touch_updated_at();

alter table public.message_feedback enable row level security;

create policy "Users can see feedback on answers of their own chats" on public.message_feedback
  for select to authenticated using (
    exists (select from public.chat_messages m join public.chats c on c.id = m.chat_id
      where m.id = message_id and m.role = 'assistant' and c.user_id = (select auth.uid()))
  );
create policy "Users can give feedback of their own on finished answers of their own chats" on public.message_feedback
  for insert to authenticated with check (
    user_id = (select auth.uid())
    and exists (select from public.chat_messages m join public.chats c on c.id = m.chat_id
      where m.id = message_id and m.role = 'assistant' and m.status <> 'streaming' and c.user_id = (select auth.uid()))
  );
create policy "Users can change feedback on answers of their own chats" on public.message_feedback
  for update to authenticated using (
    exists (select from public.chat_messages m join public.chats c on c.id = m.chat_id
      where m.id = message_id and m.role = 'assistant' and c.user_id = (select auth.uid()))
  );
create policy "Users can take back feedback on answers of their own chats" on public.message_feedback
  for delete to authenticated using (
    exists (select from public.chat_messages m join public.chats c on c.id = m.chat_id
      where m.id = message_id and m.role = 'assistant' and c.user_id = (select auth.uid()))
  );

create function private.keep_feedback(
  p_user_id uuid, p_visitor_id uuid, p_message_id uuid, p_rating text, p_comment text
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_status text;
  v_comment text := case when private.has_visible_text(p_comment) then p_comment end;
  v_kept jsonb;
begin
  -- The owner is named although row level security says the same: service_role is not bound by policies. The lock keeps
  -- the chat, should somebody delete it now.
  select m.status into v_status from public.chat_messages m join public.chats c on c.id = m.chat_id
  where m.id = p_message_id and m.role = 'assistant' and (c.user_id = p_user_id or c.visitor_id = p_visitor_id)
  for key share of c;
  if not found then
    perform private.refuse(404, 'not_found');
  end if;
  if p_rating is null then
    delete from public.message_feedback f where f.message_id = p_message_id;
    return null;
  end if;
  if v_status = 'streaming' then
    perform private.refuse(409, 'turn_in_progress');
  end if;
  if p_rating not in ('up', 'down') or char_length(v_comment) > 1000 then
    perform private.refuse(400, 'invalid_request', '{"reason": "the rating is up or down, a comment at most 1000 characters"}');
  end if;
  insert into public.message_feedback as f (message_id, rating, comment) values (p_message_id, p_rating, v_comment)
  on conflict (message_id) do update set rating = excluded.rating, comment = excluded.comment
  returning jsonb_build_object('rating', f.rating, 'comment', f.comment) into v_kept;
  return v_kept;
end
$$;
comment on function private.keep_feedback(uuid, uuid, uuid, text, text) is
  'What give_feedback and give_anonymous_feedback do, with the rights of their caller.';

create function public.give_feedback(p_message_id uuid, p_rating text default null, p_comment text default null) returns jsonb
language sql set search_path = ''
as $$ select private.keep_feedback(private.user_id(), null, p_message_id, p_rating, p_comment) $$;
comment on function public.give_feedback(uuid, text, text) is
  'What the signed-in caller thinks of an answer in a chat of their own, instead of what they thought before: p_rating is up '
  'or down, p_comment at most 1,000 characters, and none when nobody would see it. Without p_rating it is taken back. '
  'Returns what is kept, {rating, comment} or null. Any other message is not_found, an answer that runs turn_in_progress.';

create function public.give_anonymous_feedback(
  p_visitor_id uuid, p_message_id uuid, p_rating text default null, p_comment text default null
) returns jsonb
language sql set search_path = ''
as $$ select private.keep_feedback(null, p_visitor_id, p_message_id, p_rating, p_comment) $$;
comment on function public.give_anonymous_feedback(uuid, uuid, text, text) is
  'give_feedback for a visitor, whom the Worker names: on an answer in a chat of theirs that nobody has claimed.';
