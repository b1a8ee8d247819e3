-- The statuses of src/domain/message.ts. Existing rows are not checked: earlier versions wrote no others, and
-- to read a large ledger would keep it locked meanwhile.
alter table bellhop.messages add constraint messages_status check (status in (
  'queued', 'sending', 'sent', 'delivered', 'bounced', 'undelivered', 'complained', 'failed', 'unknown',
  'expired', 'superseded', 'skipped'
)) not valid;
