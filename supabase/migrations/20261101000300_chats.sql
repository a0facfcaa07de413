-- Conversations. A chat belongs to a user or to a visitor; its messages form a tree.

create function private.has_visible_text(p_text text) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(p_text ~ ('[^\s\u0001-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5'
    || '\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0'
    || '\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]'), false)
$$;
comment on function private.has_visible_text(text) is
  'True for something a person would see: not white space, controls, zero-width, filler, tag or private-use characters '
  'alone.';

create table public.chats (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users (id) on delete set null,
  visitor_id uuid,
  title text,
  title_source text not null default 'message',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint chats_have_one_owner check (user_id is null or visitor_id is null),
  constraint chats_title_is_short check (char_length(title) <= 120),
  constraint chats_title_source_is_known check (title_source in ('message', 'model', 'user'))
);
comment on table public.chats is 'One conversation. Without user_id it is anonymous and invisible through the Data API.';
comment on column public.chats.visitor_id is 'The visitor an anonymous chat belongs to; null once a user has claimed it.';
comment on column public.chats.title_source is
  'Who named it: its first message, a model that read more, or its user, whose title nothing replaces.';
comment on column public.chats.updated_at is 'Moves with every message and with nothing else: it is the order of the history.';

create table public.chat_messages (
  id uuid primary key default gen_random_uuid(),
  seq bigint generated always as identity,
  chat_id uuid not null references public.chats (id) on delete cascade,
  parent_id uuid,
  user_id uuid references auth.users (id) on delete set null,
  role text not null,
  content text not null,
  status text not null default 'complete',
  finish_reason text,
  error_code text,
  ai_provider_id uuid references public.ai_providers (id),
  system_prompt_id uuid references public.system_prompts (id),
  token_usage jsonb,
  created_at timestamptz not null default now(),
  constraint chat_messages_are_named_in_their_chat unique (chat_id, id),
  constraint chat_messages_follow_one_of_their_chat
    foreign key (chat_id, parent_id) references public.chat_messages (chat_id, id) on delete cascade,
  constraint chat_messages_do_not_follow_themselves check (parent_id <> id),
  constraint chat_messages_role_is_known check (role in ('user', 'assistant', 'system')),
  constraint chat_messages_status_is_known
    check (status in ('complete', 'streaming', 'stopped', 'interrupted', 'failed')),
  constraint chat_messages_of_people_are_complete check (role = 'assistant' or status = 'complete'),
  constraint chat_messages_of_people_are_short check (role <> 'user' or char_length(content) <= 8000),
  constraint chat_messages_of_people_say_something check (role <> 'user' or private.has_visible_text(content)),
  constraint chat_messages_finish_reason_is_known
    check (finish_reason in ('stop', 'length', 'content-filter', 'tool-calls', 'error', 'other'))
);
comment on table public.chat_messages is 'Messages of a chat, a tree by parent_id. Answers are written by turns only.';
comment on column public.chat_messages.seq is 'Order of writing: rows of one statement share created_at.';
comment on column public.chat_messages.parent_id is 'The message this one follows; null for a first message.';

create index chats_by_user on public.chats (user_id, updated_at desc, id desc);
create index chats_by_visitor on public.chats (visitor_id) where visitor_id is not null;
create index chats_unclaimed_by_age on public.chats (updated_at) where user_id is null;
create index chat_messages_in_order on public.chat_messages (chat_id, seq);
create index chat_messages_by_parent on public.chat_messages (chat_id, parent_id);
create index chat_messages_by_user on public.chat_messages (user_id) where user_id is not null;
create index chat_messages_by_provider on public.chat_messages (ai_provider_id) where ai_provider_id is not null;
create index chat_messages_by_prompt on public.chat_messages (system_prompt_id) where system_prompt_id is not null;
create unique index chat_messages_run_once_per_parent on public.chat_messages (parent_id)
  where role = 'assistant' and status = 'streaming';

create function private.short_title(p_title text) returns text
language sql immutable set search_path = ''
as $$
  select title from (select rtrim(left(btrim(regexp_replace(p_title, '\s+', ' ', 'g')), 120)) as title) as short
  where private.has_visible_text(title)
$$;
comment on function private.short_title(text) is
  'A title as a chat can have it, one line of at most 120 characters; null for one that nobody would see.';

create function private.mark_own_title() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if current_user = 'authenticated' and (tg_op = 'UPDATE' or new.title is not null) then
    new.title_source := 'user';
  end if;
  return new;
end
$$;
comment on function private.mark_own_title() is
  'Before a title is written: one that a user writes with their own hand is theirs, be it the same as before. They may '
  'not write title_source; functions that write titles run with other rights.';

create function private.bump_chat() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.chats set updated_at = now() where id = new.chat_id;
  return null;
end
$$;
comment on function private.bump_chat() is
  'After a message: its chat moves to the top of the history. Security definer, because no person may set updated_at.';

create trigger chats_mark_own_title before insert or update of title on public.chats
  for each row execute function private.mark_own_title();
create trigger chat_messages_bump_chat after insert on public.chat_messages
  for each row execute function private.bump_chat();

alter table public.chats enable row level security;
alter table public.chat_messages enable row level security;

create policy "Users can see their own chats" on public.chats
  for select to authenticated using (user_id = (select auth.uid()));
create policy "Users can create chats of their own" on public.chats
  for insert to authenticated with check (user_id = (select auth.uid()) and visitor_id is null);
create policy "Users can change their own chats" on public.chats
  for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and visitor_id is null);
create policy "Users can delete their own chats" on public.chats
  for delete to authenticated using (user_id = (select auth.uid()));

create policy "Users can see messages of their own chats" on public.chat_messages
  for select to authenticated using (
    exists (select from public.chats c where c.id = chat_id and c.user_id = (select auth.uid()))
  );
-- Columns that only a turn may fill are repeated here, so that forging one needs two mistakes and not one.
create policy "Users can write their own words into their own chats" on public.chat_messages
  for insert to authenticated with check (
    role = 'user' and status = 'complete' and user_id = (select auth.uid())
    and ai_provider_id is null and system_prompt_id is null
    and token_usage is null and finish_reason is null and error_code is null
    and exists (select from public.chats c where c.id = chat_id and c.user_id = (select auth.uid()))
  );
