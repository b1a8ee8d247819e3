drop index bellhop.messages_with_content;

-- A message is `sending` only once its attempt is stored. Those that were claimed before that, by a
-- process of the version before, are given back.
update bellhop.messages m set status = 'queued', attempt_id = null, lease_until = null
  where m.status = 'sending'
    and not exists (select from bellhop.attempts a where a.id = m.attempt_id);

-- Kept for seconds or minutes, then wiped: taking them apart and packing them costs more than it is
-- worth. In new columns, because to change the type of one rewrites the whole ledger.
alter table bellhop.attempts alter column body set storage external;
alter table bellhop.messages add column content_text text;
alter table bellhop.messages alter column content_text set storage external;
update bellhop.messages set content_text = content::text where content is not null;
alter table bellhop.messages drop column content;
alter table bellhop.messages rename column content_text to content;
create index messages_with_content on bellhop.messages (expires_at)
  where content is not null and finished_at is not null;
alter table bellhop.captured_messages add column source_text text;
update bellhop.captured_messages set source_text = source::text where source is not null;
alter table bellhop.captured_messages drop column source;
alter table bellhop.captured_messages rename column source_text to source;

-- Every message is queued, sending, sent and delivered in turn: to enter each of these costs more than
-- looking them up is worth. The first two have indexes of their own, the others are nearly all.
drop index bellhop.messages_by_status;
create index messages_by_status on bellhop.messages (status, id)
  where status not in ('queued', 'sending', 'sent', 'delivered');
