-- One person, however an address is spelled.
drop index bellhop.messages_by_recipient;
create index messages_by_recipient on bellhop.messages (lower(recipient), slug, occurred_at);
drop index bellhop.captured_messages_by_recipient;
create index captured_messages_by_recipient
  on bellhop.captured_messages (lower(recipient), captured_at);
delete from bellhop.suppressions a using bellhop.suppressions b
  where a.channel = b.channel and lower(a.address) = lower(b.address) and a.address > b.address;
update bellhop.suppressions set address = lower(address);

-- What an address gets no more: nothing yet, what nobody asked for, or all.
alter table bellhop.suppressions add column scope text not null default 'all';
-- When a code was last tried all the same.
alter table bellhop.suppressions add column retried_at timestamptz;
update bellhop.suppressions set scope = 'unasked' where channel = 'email' and reason = 'complaint';
update bellhop.suppressions set scope = 'none' where channel = 'sms';

alter table bellhop.users add column email_verified boolean not null default false;
