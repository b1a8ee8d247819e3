-- In which language somebody signs up, told by the app before there is a user. The hash is keyed:
-- without the key nobody can tell whose it is, or try out addresses.
create table bellhop.locale_hints (
  recipient_hash text primary key,
  locale text not null,
  expires_at timestamptz not null
);
create index locale_hints_by_expiry on bellhop.locale_hints (expires_at);
