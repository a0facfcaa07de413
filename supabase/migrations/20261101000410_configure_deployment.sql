-- The one way to change the limits of a deployment.

create function public.configure_deployment(p_settings jsonb) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  v_known constant text[] := array[
    'anonymous_message_limit', 'anonymous_window_hours', 'anonymous_ip_message_limit',
    'user_daily_message_limit', 'daily_budget_micro_usd', 'anonymous_retention_days'];
  v_wrong jsonb;
  v_before public.deployment_settings;
  v_after public.deployment_settings;
begin
  if jsonb_typeof(p_settings) is distinct from 'object' then
    perform private.refuse(400, 'invalid_request', '{"reason": "settings must be an object"}');
  end if;
  select jsonb_agg(key) into v_wrong from jsonb_each(p_settings)
  where key <> all (v_known) or jsonb_typeof(value) <> 'number' or value::text !~ '^[0-9]{1,15}$';
  if v_wrong is not null then
    perform private.refuse(400, 'invalid_request', jsonb_build_object('settings', v_wrong));
  end if;
  insert into public.deployment_settings default values on conflict (id) do nothing;
  select * into v_before from public.deployment_settings;
  v_after := jsonb_populate_record(v_before, p_settings);
  -- Every isolate of the Worker calls this when it starts: nothing is written while nothing changes.
  if v_after is distinct from v_before then
    update public.deployment_settings set
      anonymous_message_limit = v_after.anonymous_message_limit,
      anonymous_window_hours = v_after.anonymous_window_hours,
      anonymous_ip_message_limit = v_after.anonymous_ip_message_limit,
      user_daily_message_limit = v_after.user_daily_message_limit,
      daily_budget_micro_usd = v_after.daily_budget_micro_usd,
      anonymous_retention_days = v_after.anonymous_retention_days;
  end if;
  return (select to_jsonb(s) - 'id' - 'updated_at' from public.deployment_settings s);
exception
  when check_violation or numeric_value_out_of_range then
    perform private.refuse(400, 'invalid_request', '{"reason": "a setting is out of range"}');
end
$$;
comment on function public.configure_deployment(jsonb) is
  'Changes the settings that p_settings names (whole numbers, columns of deployment_settings) and returns all of them. '
  'An unknown key, a wrong type or an impossible value is invalid_request and changes nothing.';
