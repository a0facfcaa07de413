-- The catalog: models and prompts a person may choose. Rows are the owner's to edit; keys are never stored here.

create table public.ai_providers (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  api_identifier text not null unique,
  description text,
  is_active boolean not null default true,
  config jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.ai_providers is 'Models a person may choose. API keys live in the secrets of the Worker only.';
comment on column public.ai_providers.config is
  'Not secret, not public: {kind, model, base_url?, api_key_name?, context_window, max_output_tokens, price, defaults?, '
  'fallback?}. '
  'price = {input, output, cached_input?, cache_write?, long_context?} in micro-USD per million tokens; long_context = '
  '{above, …} with prices of its own replaces it for prompts above that many tokens. max_output_tokens is what one '
  'answer may use. Tokens are whole numbers, context_window and max_output_tokens at most 2,147,483,647 together. '
  'fallback is the id of another row, which is asked when this one fails before its first word.';

create table public.system_prompts (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  description text,
  prompt_text text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table public.system_prompts is 'Ways of answering that a person may choose. Their text stays on the server.';

create function private.is_price(p_price jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  -- `is true`: a missing key compares as null, and a check constraint takes null for a yes.
  select coalesce(jsonb_typeof(p_price) = 'object'
    and jsonb_typeof(p_price -> 'input') = 'number' and (p_price -> 'input') >= '0'
    and jsonb_typeof(p_price -> 'output') = 'number' and (p_price -> 'output') >= '0'
    and (not p_price ? 'cached_input'
      or (jsonb_typeof(p_price -> 'cached_input') = 'number' and (p_price -> 'cached_input') >= '0'))
    and (not p_price ? 'cache_write'
      or (jsonb_typeof(p_price -> 'cache_write') = 'number' and (p_price -> 'cache_write') >= '0')), false)
$$;
comment on function private.is_price(jsonb) is
  'True for {input, output, cached_input?, cache_write?}, none of them negative.';

create function private.is_token_count(p_value jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  -- By its digits: 10.0 is a whole number too, but no text that can be read as one.
  select coalesce(jsonb_typeof(p_value) = 'number' and p_value::text ~ '^[0-9]{1,10}$', false)
    and p_value <= '2147483647'
$$;
comment on function private.is_token_count(jsonb) is 'True for a whole number from 0 to 2,147,483,647.';

create function private.is_provider_config(p_config jsonb) returns boolean
language sql immutable set search_path = ''
as $$
  select coalesce(jsonb_typeof(p_config) = 'object'
    and p_config ->> 'kind' ~ '^[a-z][a-z0-9-]*$'
    and jsonb_typeof(p_config -> 'model') = 'string' and p_config ->> 'model' <> ''
    and private.is_token_count(p_config -> 'max_output_tokens') and (p_config -> 'max_output_tokens') > '0'
    and private.is_token_count(p_config -> 'context_window')
    and (p_config -> 'context_window') > (p_config -> 'max_output_tokens')
    -- What is reckoned with them, input and output in one sum, has to be a number that the ledger can hold.
    and (p_config -> 'context_window')::numeric + (p_config -> 'max_output_tokens')::numeric <= 2147483647
    and private.is_price(p_config -> 'price')
    and (not p_config -> 'price' ? 'long_context'
      or (private.is_price(p_config #> '{price,long_context}')
        and private.is_token_count(p_config #> '{price,long_context,above}')))
    and (not p_config ? 'base_url' or p_config ->> 'base_url' ~ '^https?://[^\s/]+')
    and (not p_config ? 'api_key_name' or p_config ->> 'api_key_name' ~ '^[A-Z][A-Z0-9_]*$')
    and (not p_config ? 'defaults' or jsonb_typeof(p_config -> 'defaults') = 'object')
    -- Its shape alone: the row it names may come later, or go.
    and (not p_config ? 'fallback'
      or p_config ->> 'fallback' ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'), false)
$$;
comment on function private.is_provider_config(jsonb) is 'True for a config the Worker and the ledger can rely on.';

alter table public.ai_providers
  add constraint ai_providers_name_is_short check (char_length(name) between 1 and 120),
  add constraint ai_providers_api_identifier_is_a_slug check (api_identifier ~ '^[a-z0-9][a-z0-9._-]*$'),
  add constraint ai_providers_config_is_complete check (config is null or private.is_provider_config(config));

alter table public.system_prompts
  add constraint system_prompts_name_is_short check (char_length(name) between 1 and 120),
  add constraint system_prompts_text_is_bounded check (char_length(prompt_text) between 1 and 32000);

create trigger ai_providers_touch_updated_at before update on public.ai_providers
  for each row execute function private.touch_updated_at();
create trigger system_prompts_touch_updated_at before update on public.system_prompts
  for each row execute function private.touch_updated_at();

alter table public.ai_providers enable row level security;
alter table public.system_prompts enable row level security;

create policy "Everyone can see active providers" on public.ai_providers
  for select to anon, authenticated using (is_active);
create policy "Everyone can see active prompts" on public.system_prompts
  for select to anon, authenticated using (is_active);
