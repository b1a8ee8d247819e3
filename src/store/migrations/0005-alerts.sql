-- What somebody was to be told, once for all instances.
create table bellhop.alerts (
  -- Also the id of the request that tells it, so that a repeated one is known by it.
  id uuid primary key,
  type text not null,
  -- What it is about: a provider, a slug. Never a person.
  subject text not null,
  data jsonb not null,
  raised_at timestamptz not null,
  -- When it was last found to be so.
  seen_at timestamptz not null,
  -- Null while it lasts; until then it is not told again.
  ended_at timestamptz,
  tries integer not null default 0,
  -- When it is to be posted, again where that failed; null once it was, or was given up.
  due_at timestamptz,
  posted_at timestamptz
);
create unique index alerts_lasting on bellhop.alerts (type, subject) where ended_at is null;
create index alerts_due on bellhop.alerts (due_at) where due_at is not null;

-- The oldest code that waits, however much else does.
create index messages_waiting_codes on bellhop.messages (created_at)
  where kind = 'code' and status in ('queued', 'sending');
