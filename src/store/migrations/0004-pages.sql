-- The copies of a message that was sent again.
create index messages_by_resend on bellhop.messages (resend_of) where resend_of is not null;
-- The ledger by slug, newest first.
create index messages_by_slug on bellhop.messages (slug, id);
-- What failed since a time.
create index messages_failed on bellhop.messages (finished_at) where status = 'failed';
-- Few, and asked for on every view of the overview.
create index messages_of_unknown_slugs on bellhop.messages (id) where fallback = 'unknown_slug';

-- A name for the row that gives nothing away: pages must not carry the address.
alter table bellhop.suppressions add column id uuid not null default gen_random_uuid();
create unique index suppressions_by_id on bellhop.suppressions (id);
create index suppressions_by_age on bellhop.suppressions (since, id);
