alter table bellhop.messages add column detail text;

-- What a person or a range of numbers got in a window of time. A message has no time of a claim before its
-- first request, so what was held back is not in these indexes.
create index messages_claimed_by_recipient on bellhop.messages (lower(recipient), claimed_at)
  where claimed_at is not null;
create index messages_claimed_by_range
  on bellhop.messages (left(recipient, length(recipient) - 4), claimed_at)
  where channel = 'sms' and claimed_at is not null;
create index messages_arrived_by_range
  on bellhop.messages (left(recipient, length(recipient) - 4), claimed_at)
  where channel = 'sms' and status in ('delivered', 'complained');

-- Messages that a limit held back, with the time at which there is room for them.
create index messages_held_back on bellhop.messages (due_at)
  where status = 'skipped' and content is not null;

-- Lists of what was not sent, by reason.
create index messages_skipped_by_reason on bellhop.messages (reason, id) where status = 'skipped';

-- How many segments were sent on a day (UTC).
create table bellhop.sms_days (
  day date primary key,
  segments bigint not null
);

-- When the next welcome may be sent: one row.
create table bellhop.welcome_pace (
  next_at timestamptz not null default '-infinity'
);
insert into bellhop.welcome_pace default values;
