-- Search in the history: by title, and by what was said.

create extension if not exists pg_trgm with schema extensions;

-- Without answers that run: each checkpoint of them would write the trigrams of the whole text anew.
create index chat_messages_by_text on public.chat_messages using gin (content extensions.gin_trgm_ops)
  where status <> 'streaming';

create function private.like_pattern(p_text text) returns text
language sql immutable set search_path = ''
as $$ select '%' || regexp_replace(p_text, '([\\%_])', '\\\1', 'g') || '%' $$;
comment on function private.like_pattern(text) is 'Matches what contains the text, to the letter: wildcards in it are letters.';

create function private.has_few_messages(p_user_id uuid) returns boolean
language sql stable set search_path = ''
as $$
  select count(*) <= 20000 from (
    -- `offset 0` keeps each chat's messages a look into their own index, whatever Postgres believes about their number.
    select from public.chats c cross join lateral (
      select from public.chat_messages m where m.chat_id = c.id offset 0) as own
    where c.user_id = p_user_id limit 20001) as counted
$$;
comment on function private.has_few_messages(uuid) is
  'Whether a user''s messages are 20,000 at most, so that all of them are soon read.';

create function private.search_few(
  p_user_id uuid, p_pattern text, p_limit int, p_before_updated_at timestamptz, p_before_id uuid
) returns table (id uuid, title text, updated_at timestamptz)
language sql stable set search_path = ''
as $$
  select c.id, c.title, c.updated_at from public.chats c
  where c.user_id = p_user_id
    and (p_before_updated_at is null or (c.updated_at, c.id) < (p_before_updated_at, p_before_id))
    and (c.title ilike p_pattern or exists (
      -- `offset 0` keeps the pattern from being looked up among the messages of everybody, once for each chat.
      select from (
        select m.content from public.chat_messages m
        where m.chat_id = c.id and m.role in ('user', 'assistant') and m.status <> 'streaming' offset 0) as own
      where own.content ilike p_pattern))
  order by c.updated_at desc, c.id desc
  limit p_limit
$$;
comment on function private.search_few(uuid, text, int, timestamptz, uuid) is
  'search_chats for who has few messages: reads them chat by chat, the newest first, until there are enough. It reads no '
  'message of anybody else, however common the words.';

create function private.search_many(
  p_user_id uuid, p_pattern text, p_limit int, p_before_updated_at timestamptz, p_before_id uuid
) returns table (id uuid, title text, updated_at timestamptz)
-- Planned for the text that is looked for, each time: what is best for a rare word is worst for a common one.
language plpgsql stable set search_path = '' set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
    select c.id, c.title, c.updated_at from public.chats c
    where c.user_id = p_user_id
      and (p_before_updated_at is null or (c.updated_at, c.id) < (p_before_updated_at, p_before_id))
      and c.id in (
        select t.id from public.chats t where t.user_id = p_user_id and t.title ilike p_pattern
        union all
        select m.chat_id from public.chat_messages m join public.chats o on o.id = m.chat_id
        where o.user_id = p_user_id and m.role in ('user', 'assistant') and m.status <> 'streaming'
          and m.content ilike p_pattern)
    order by c.updated_at desc, c.id desc
    limit p_limit;
end
$$;
comment on function private.search_many(uuid, text, int, timestamptz, uuid) is
  'search_chats for who has many messages: a rare word is looked up in the index of what was said.';

create function public.search_chats(
  p_search text, p_limit int, p_before_updated_at timestamptz default null, p_before_id uuid default null
) returns table (id uuid, title text, updated_at timestamptz)
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user_id uuid := private.user_id();
  v_pattern text := private.like_pattern(p_search);
  v_limit int := least(p_limit, 101);
begin
  if not private.has_visible_text(p_search) or char_length(p_search) > 120 then
    perform private.refuse(400, 'invalid_request', '{"reason": "nothing to search for, or too much"}');
  end if;
  if private.has_few_messages(v_user_id) then
    return query select * from private.search_few(v_user_id, v_pattern, v_limit, p_before_updated_at, p_before_id);
  else
    return query select * from private.search_many(v_user_id, v_pattern, v_limit, p_before_updated_at, p_before_id);
  end if;
end
$$;
comment on function public.search_chats(text, int, timestamptz, uuid) is
  'The signed-in caller''s chats whose title or messages contain p_search (1 to 120 characters, in any script, upper and '
  'lower case alike), newest first, at most p_limit and never more than 101; p_before_updated_at and p_before_id are '
  'those of the last row of the page before. An answer is searched when it has ended. Security definer, because under row '
  'level security a comparison of text may not use an index before the policy has let a row through; so the owner is named '
  'in every part.';
