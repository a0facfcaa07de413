-- One-time codes that carry a session from the register page to a widget on another origin (PKCE).

create table public.session_codes (
  code_hash text primary key,
  code_challenge text not null,
  session_ciphertext text not null,
  origin text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '60 seconds',
  used_at timestamptz,
  constraint session_codes_are_short_lived check (expires_at <= created_at + interval '60 seconds')
);
comment on table public.session_codes is
  'Sessions on their way to another origin: the code hashed, the session encrypted, good once and for 60 seconds.';

create index session_codes_by_expiry on public.session_codes (expires_at);

-- No policies: for the service role alone.
alter table public.session_codes enable row level security;
