-- How many segments its SMS have; null for emails. They count for the day unless the provider refuses them.
alter table bellhop.attempts add column segments integer;

-- When a limit let a message go that it had held back. Until then it did not wait for the delivery.
alter table bellhop.messages add column released_at timestamptz;
drop index bellhop.messages_waiting_codes;
create index messages_waiting_codes on bellhop.messages (coalesce(released_at, created_at))
  where kind = 'code' and status in ('queued', 'sending');
