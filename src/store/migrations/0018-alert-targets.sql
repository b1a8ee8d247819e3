-- What each target was told about an alert: one that does not answer is asked again without the others.
-- `alerts.due_at` now says that an alert has not been handed to the targets yet. Versions before this one post
-- it themselves and count in `alerts.tries` and `alerts.posted_at`: whoever takes `due_at` away first tells it.
create table bellhop.alert_deliveries (
  alert_id uuid not null references bellhop.alerts on delete cascade,
  -- A digest of the address, which is a secret.
  target text not null,
  -- raised: is or was told that there is a problem. open: must still be told when the problem is over.
  -- ending: is or was told that it is over.
  phase text not null default 'raised' check (phase in ('raised', 'open', 'ending')),
  tries integer not null default 0,
  -- When it is to be posted, again where that failed; null once it was, or was given up.
  due_at timestamptz,
  posted_at timestamptz,
  primary key (alert_id, target)
);
create index alert_deliveries_due on bellhop.alert_deliveries (target, due_at)
  where due_at is not null;
create index alert_deliveries_open on bellhop.alert_deliveries (alert_id) where phase = 'open';
