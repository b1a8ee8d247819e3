-- Whether a message was refused, and tried once more when the provider worked again.
alter table bellhop.messages add column refused_before boolean not null default false;
-- From when on it is certain that a provider is stopped.
alter table bellhop.transports add column confirmed_at timestamptz;
update bellhop.transports set confirmed_at = now() where stopped_by is not null;
