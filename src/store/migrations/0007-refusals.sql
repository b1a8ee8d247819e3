-- When a message was last refused for a reason that may be its recipient or our settings.
alter table bellhop.messages add column refused_at timestamptz;
create index messages_refused on bellhop.messages (refused_at) where refused_at is not null;
-- How often a provider that is stopped is tried again.
alter table bellhop.transports add column probe_every_ms integer not null default 15000;
