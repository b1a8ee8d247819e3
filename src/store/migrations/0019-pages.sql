-- What the operations pages filter by. Each of these columns is null in a new message or rarely set, so to accept
-- a message enters none of these indexes, except for SMS.
create index messages_by_language on bellhop.messages (locale, id) where locale is not null;
create index messages_by_provider on bellhop.messages (provider, id) where provider is not null;
create index messages_by_reason on bellhop.messages (reason, id) where reason is not null;
drop index bellhop.messages_skipped_by_reason;
create index messages_by_fallback on bellhop.messages (fallback, id) where fallback is not null;
drop index bellhop.messages_of_unknown_slugs;
create index messages_of_sms on bellhop.messages (id) where channel = 'sms';
create index messages_delivered on bellhop.messages (id) where status = 'delivered';

-- Why a message has its language: `user`, `event`, `hint`, `organization` or `default`.
alter table bellhop.messages add column locale_source text;

-- The addresses and numbers of the ledger in lower case, each once, to find them by a part. Filled in the
-- background. The expression gives all parts of three characters: those that begin at the first, second, third,
-- fourth ... character.
create table bellhop.recipients (
  address text primary key
);
create index recipients_by_part on bellhop.recipients using gin ((
  string_to_array(regexp_replace(address, '(...)', E'\\1\n', 'g'), E'\n')
  || string_to_array(regexp_replace(substr(address, 2), '(...)', E'\\1\n', 'g'), E'\n')
  || string_to_array(regexp_replace(substr(address, 3), '(...)', E'\\1\n', 'g'), E'\n')
));
-- Up to which message the recipients are in that table: one row.
create table bellhop.recipients_mark (
  only_row boolean primary key default true check (only_row),
  message_id uuid not null default '00000000-0000-0000-0000-000000000000'
);
insert into bellhop.recipients_mark default values;

-- Why an operator put an address on the list.
alter table bellhop.suppressions add column note text;
-- The audit by who did it and by what was done, newest first.
create index audit_by_actor on bellhop.audit (actor, id);
create index audit_by_action on bellhop.audit (action, id);
