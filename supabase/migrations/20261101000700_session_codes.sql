-- One-time codes that carry a session from the register page to a widget on another origin (PKCE).

create table public.session_codes (
  code_hash text primary key,
  code_challenge text not null,
  session_ciphertext text not null,
  origin text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '60 seconds',
  used_at timestamptz,
  constraint session_codes_are_short_lived check (expires_at <= created_at + interval '60 seconds'),
  constraint session_codes_keep_nothing_used check (used_at is null or session_ciphertext = '')
);
comment on table public.session_codes is
  'Sessions on their way to another origin: the code hashed, the session encrypted, good once and for 60 seconds.';

create index session_codes_by_expiry on public.session_codes (expires_at);

-- No policies: for the service role alone.
alter table public.session_codes enable row level security;

create function public.store_session_code(
  p_code_hash text, p_code_challenge text, p_session_ciphertext text, p_origin text
) returns void
language sql set search_path = ''
as $$
  insert into public.session_codes (code_hash, code_challenge, session_ciphertext, origin)
  values (p_code_hash, p_code_challenge, p_session_ciphertext, p_origin)
$$;
comment on function public.store_session_code(text, text, text, text) is
  'Keeps an encrypted session for 60 seconds under the hash of its code, for whoever has the verifier of p_code_challenge and '
  'asks from p_origin.';

create function public.take_session_code(p_code_hash text, p_code_challenge text, p_origin text) returns jsonb
language sql set search_path = ''
as $$
  -- Whoever comes second waits for the lock, and then finds the code used.
  with held as materialized (
    select s.* from public.session_codes s where s.code_hash = p_code_hash and s.used_at is null for update
  ),
  burnt as (
    update public.session_codes s set used_at = now(), session_ciphertext = ''
    from held where s.code_hash = held.code_hash
    returning held.session_ciphertext, held.code_challenge, held.origin, held.expires_at
  )
  select jsonb_build_object('sessionCiphertext', session_ciphertext) from burnt
  where expires_at > now() and code_challenge = p_code_challenge and origin = p_origin
$$;
comment on function public.take_session_code(text, text, text) is
  'Uses a code, in one statement: {sessionCiphertext} for the first who asks in time, with the challenge and the origin that '
  'it was stored with; else null, and not a word of why. The first attempt is the only one, also when it fails: the '
  'session is then gone.';
