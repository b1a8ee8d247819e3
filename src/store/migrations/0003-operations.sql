-- What people did by hand: who, what, to which message. Never an address.
create table bellhop.audit (
  id uuid primary key,
  at timestamptz not null,
  -- `token`, `viewer-token`, `clerk:user_…`, `local`
  actor text not null,
  action text not null,
  message_id uuid,
  -- Masked, where it is about a recipient.
  detail text
);
create index audit_by_message on bellhop.audit (message_id) where message_id is not null;

-- Sent again by hand: the message that this one repeats.
alter table bellhop.messages add column resend_of uuid;
-- When the provider was last asked what became of a message that it took and never reported on.
alter table bellhop.messages add column checked_at timestamptz;
create index messages_unreported on bellhop.messages (sent_at) where status = 'sent';
create index messages_with_content on bellhop.messages (expires_at)
  where content is not null and finished_at is not null;

-- The provider's name for the cause: `Permanent/General`, `30003`.
alter table bellhop.receipts add column detail text;

-- The message whose report it was, where one was.
alter table bellhop.suppressions add column message_id uuid;

-- What the message was written from, for the outbox.
alter table bellhop.captured_messages add column source jsonb;
