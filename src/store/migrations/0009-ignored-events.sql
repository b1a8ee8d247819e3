-- What was left to us to deliver and is of a type that we know nothing of: for the overview.
create index events_ignored on bellhop.events (id) where outcome = 'ignored';
