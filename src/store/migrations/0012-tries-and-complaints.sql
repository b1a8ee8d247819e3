-- The message that an address which bounced was last tried with.
alter table bellhop.suppressions add column tried_with uuid;

-- The last complaint that counted, and the message that it was about: a bounce must not hide it.
alter table bellhop.suppressions add column complained_at timestamptz;
alter table bellhop.suppressions add column complained_about uuid;
update bellhop.suppressions set complained_at = since, complained_about = message_id
  where channel = 'email' and reason = 'complaint';

-- What the report has against its recipient: `bounce` (for good), `complaint`, or nothing.
alter table bellhop.receipts add column suppress text;
update bellhop.receipts set suppress = case status when 'complained' then 'complaint' else 'bounce' end
  where status = 'complained'
    or status = 'bounced' and (detail = 'Permanent' or detail like 'Permanent/%')
    or status = 'undelivered' and detail in ('30005', '30006');
