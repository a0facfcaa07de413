-- What a visitor has begun becomes a user's. Who the visitor is says a token that the Worker has signed and checked.

create function private.is_user(p_user_id uuid) returns boolean
language sql stable security definer set search_path = ''
as $$ select exists (select from auth.users u where u.id = p_user_id) $$;
comment on function private.is_user(uuid) is
  'Whether there is still such a user: a token outlives its user by up to an hour. Security definer, because the service role '
  'need not be able to read schema auth.';

create function public.claim_visitor_chats(p_user_id uuid, p_visitor_id uuid) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_ids uuid[];
begin
  if not private.is_user(p_user_id) then
    perform private.refuse(401, 'invalid_token');
  end if;
  -- Locked one after the other by their ids: two claims at once must not wait for each other. What runs in a chat waits
  -- here or is waited for, and then finds whose it is.
  select array_agg(held.id order by held.updated_at desc, held.id desc) into v_ids from (
    select c.id, c.updated_at from public.chats c where c.visitor_id = p_visitor_id order by c.id for update) as held;
  if v_ids is null then
    return '{"chatIds": []}';
  end if;
  update public.chats c set user_id = p_user_id, visitor_id = null where c.id = any (v_ids);
  update public.chat_messages m set user_id = p_user_id where m.chat_id = any (v_ids) and m.role = 'user';
  update public.message_feedback f set user_id = p_user_id
  from public.chat_messages m where m.chat_id = any (v_ids) and f.message_id = m.id;
  perform private.count_stage('registered');
  return jsonb_build_object('chatIds', v_ids);
exception
  -- Deleted this very moment.
  when foreign_key_violation then perform private.refuse(401, 'invalid_token');
end
$$;
comment on function public.claim_visitor_chats(uuid, uuid) is
  'Gives a visitor''s chats to a user, with the messages and the feedback in them; title and place in the history stay. '
  'Returns {chatIds}, newest first; none when there is nothing to claim, so it may be repeated. An answer that runs goes on '
  'and is its new owner''s; what was counted stays counted where it was. Error: invalid_token, when the user is no more.';
