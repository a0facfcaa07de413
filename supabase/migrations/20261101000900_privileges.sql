-- Who may do what, on one page. Row level security then decides on which rows.
-- A hosted project grants everything in `public` to every role by default, so each object starts from nothing here.
-- This file may be run again at any time: it restores exactly these privileges.

revoke all on
  public.ai_providers, public.system_prompts, public.chats, public.chat_messages, public.message_feedback,
  public.deployment_settings, public.usage_counters, public.usage, public.session_codes, public.funnel_days,
  public.limit_meetings
from public, anon, authenticated;
-- Revoking a table's privileges does not revoke those on single columns.
revoke all (id, name, api_identifier, description, is_active, config, created_at, updated_at)
  on public.ai_providers from public, anon, authenticated;
revoke all (id, name, description, prompt_text, is_active, created_at, updated_at)
  on public.system_prompts from public, anon, authenticated;
revoke all (id, user_id, visitor_id, title, title_source, created_at, updated_at)
  on public.chats from public, anon, authenticated;
revoke all (id, seq, chat_id, parent_id, user_id, role, content, status, finish_reason, error_code, ai_provider_id,
  system_prompt_id, token_usage, created_at) on public.chat_messages from public, anon, authenticated;
revoke all (message_id, user_id, rating, comment, created_at, updated_at)
  on public.message_feedback from public, anon, authenticated;

-- Everyone: the names of what may be chosen, with their descriptions. Never config, api_identifier or prompt_text.
grant select (id, name, description, is_active) on public.ai_providers to anon, authenticated;
grant select (id, name, description, is_active) on public.system_prompts to anon, authenticated;

-- Users: their own chats; of a chat only its title can change; of messages only their own words can be written. Of feedback all
-- but who gave it, and when; it stays with its answer.
grant select, delete on public.chats to authenticated;
grant insert (id, user_id, title), update (title) on public.chats to authenticated;
grant select on public.chat_messages to authenticated;
grant insert (id, chat_id, parent_id, user_id, role, content) on public.chat_messages to authenticated;
grant select, delete on public.message_feedback to authenticated;
grant insert (message_id, rating, comment), update (rating, comment) on public.message_feedback to authenticated;

-- The Worker.
grant select, insert, update, delete on
  public.ai_providers, public.system_prompts, public.chats, public.chat_messages, public.message_feedback,
  public.deployment_settings, public.usage_counters, public.usage, public.session_codes, public.funnel_days,
  public.limit_meetings
to service_role;

revoke all on function
  public.begin_turn, public.begin_anonymous_turn, public.finish_turn, public.checkpoint_turn, public.finish_title,
  public.running_answers, public.search_chats, public.anonymous_usage, public.configure_deployment, public.housekeep,
  public.give_feedback, public.give_anonymous_feedback, public.claim_visitor_chats, public.store_session_code,
  public.take_session_code, public.note_limit_met
from public, anon, authenticated, service_role;
grant execute on function public.begin_turn, public.search_chats, public.give_feedback to authenticated;
grant execute on function public.running_answers to authenticated, service_role;
grant execute on function
  public.begin_anonymous_turn, public.finish_turn, public.checkpoint_turn, public.finish_title, public.anonymous_usage,
  public.configure_deployment, public.housekeep, public.give_anonymous_feedback, public.claim_visitor_chats,
  public.store_session_code, public.take_session_code, public.note_limit_met
to service_role;

-- Internal functions: nobody, then the steps of begin_turn that run with their caller's rights.
revoke all on function
  private.user_id, private.iso_time, private.refuse, private.touch_updated_at, private.is_price,
  private.is_provider_config, private.has_visible_text, private.short_title, private.mark_own_title, private.bump_chat,
  private.like_pattern, private.has_few_messages, private.search_few, private.search_many, private.is_token_count,
  private.next_utc_day, private.consume, private.give_back, private.cost_micro_usd,
  private.highest_cost_micro_usd, private.estimated_tokens, private.message_quota, private.expire_reservations,
  private.check_content, private.message_json, private.spoken, private.history, private.is_running,
  private.close_stale_answers, private.name_new_chat, private.open_chat, private.place_question, private.earlier_answer,
  private.reserve_message, private.was_counted, private.refuse_limit, private.reserve_budget, private.find_offer,
  private.price_turn, private.start_answer, private.quota_of_caller, private.find_named_message, private.find_question,
  private.open_turn, private.take_refund, private.settle_call, private.answered_by, private.reserve_title,
  private.purge_anonymous_chats, private.close_all_stale_answers, private.purge_session_codes, private.purge_counters,
  private.keep_feedback, private.count_stage, private.count_first_message, private.count_replay, private.quota_of_turn,
  private.is_user, private.purge_limit_meetings
from public, anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;
grant execute on function
  private.user_id, private.iso_time, private.refuse, private.has_visible_text, private.check_content, private.message_json,
  private.is_running, private.close_stale_answers, private.name_new_chat, private.open_chat, private.place_question,
  private.earlier_answer, private.start_answer, private.quota_of_caller, private.find_named_message, private.find_question,
  private.open_turn, private.keep_feedback
to authenticated, service_role;
-- The service role's own functions run with its rights too, and so do the checks on what it writes.
grant execute on function
  private.is_price, private.is_token_count, private.is_provider_config, private.short_title, private.next_utc_day, private.consume,
  private.give_back, private.cost_micro_usd, private.highest_cost_micro_usd, private.estimated_tokens,
  private.message_quota, private.expire_reservations, private.take_refund, private.settle_call, private.answered_by,
  private.reserve_title, private.purge_anonymous_chats, private.close_all_stale_answers, private.purge_session_codes,
  private.purge_counters, private.count_stage, private.count_replay, private.quota_of_turn, private.is_user,
  private.purge_limit_meetings
to service_role;
