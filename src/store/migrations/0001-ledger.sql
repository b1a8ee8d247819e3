-- Everything lives in a schema of its own: the database may be shared with the application.

create table bellhop.events (
  id uuid primary key,
  endpoint text not null,
  svix_id text not null,
  type text not null,
  instance_id text not null,
  user_id text,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  outcome text not null,
  reason text,
  message_id uuid,
  unique (endpoint, svix_id)
);
-- The tombstones: a late user.updated must not bring a deleted user back.
create index events_deleted_users on bellhop.events (user_id) where type = 'user.deleted';
create index events_by_message on bellhop.events (message_id) where message_id is not null;

create table bellhop.messages (
  id uuid primary key,
  channel text not null,
  slug text,
  kind text not null,
  instance_id text not null,
  user_id text,
  dedupe_key text not null unique,
  recipient text,
  example boolean not null,
  status text not null,
  reason text,
  priority smallint not null,
  occurred_at timestamptz not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  due_at timestamptz not null,
  locale text,
  content jsonb,
  -- Sent in a request of its own: a batch with it was refused as a whole.
  solo boolean not null default false,
  attempt_id uuid,
  claimed_at timestamptz,
  -- True while a request for it is under way.
  asking boolean not null default false,
  lease_until timestamptz,
  attempts integer not null default 0,
  template text,
  fallback text,
  provider text,
  provider_message_id text,
  sent_at timestamptz,
  finished_at timestamptz
);
create index messages_queued on bellhop.messages (due_at) where status = 'queued';
create index messages_leased on bellhop.messages (lease_until) where lease_until is not null;
create index messages_by_status on bellhop.messages (status, id);
create index messages_by_recipient on bellhop.messages (recipient, slug, occurred_at);
create index messages_by_user on bellhop.messages (user_id) where user_id is not null;
create index messages_by_provider_id on bellhop.messages (provider_message_id)
  where provider_message_id is not null;

create table bellhop.attempts (
  id uuid primary key,
  provider text not null,
  idempotency_key text not null unique,
  message_ids uuid[] not null,
  body text,
  takeovers integer not null default 0,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcomes jsonb
);
create index attempts_open on bellhop.attempts (started_at) where finished_at is null;
create index attempts_by_message on bellhop.attempts using gin (message_ids);

-- What all instances must know of a provider: how fast it may be asked, and whether at all.
create table bellhop.transports (
  provider text primary key,
  -- Null: it names no limit.
  requests_per_second real,
  next_request_at timestamptz not null default '-infinity',
  stopped_by text,
  probe_at timestamptz
);

create table bellhop.receipts (
  id uuid primary key,
  provider text not null,
  provider_event_id text not null,
  message_id uuid not null,
  status text not null,
  at timestamptz not null,
  received_at timestamptz not null,
  unique (provider, provider_event_id)
);
create index receipts_by_message on bellhop.receipts (message_id);

create table bellhop.suppressions (
  channel text not null,
  address text not null,
  reason text not null,
  source text not null,
  since timestamptz not null,
  primary key (channel, address)
);

create table bellhop.users (
  id text primary key,
  instance_id text not null,
  locale text,
  first_name text,
  email_address text,
  phone_number text,
  updated_at timestamptz not null
);

-- What the capture transport kept, for the outbox.
create table bellhop.captured_messages (
  message_id uuid primary key,
  channel text not null,
  recipient text not null,
  captured_at timestamptz not null,
  content jsonb not null
);
create index captured_messages_by_recipient on bellhop.captured_messages (recipient, captured_at);
