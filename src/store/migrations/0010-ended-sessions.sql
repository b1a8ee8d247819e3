-- Sessions of the operations pages that were signed out of.
create table bellhop.ended_sessions (
  id text primary key,
  until timestamptz not null
);
