-- The ledger by Clerk instance, newest first. It also finds the instances without reading every message.
create index messages_by_instance on bellhop.messages (instance_id, id);
-- Null where the ledger had already deleted the message.
alter table bellhop.captured_messages add column instance_id text;
update bellhop.captured_messages c set instance_id = m.instance_id
  from bellhop.messages m where m.id = c.message_id;
