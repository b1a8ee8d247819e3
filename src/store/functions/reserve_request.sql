-- Called by providers.ts. A function, so that its statements are planned once.
create function bellhop.reserve_request(
  p_provider text, p_now timestamptz, p_margin double precision
) returns table (
  at timestamptz, probe boolean, stopped_by text, confirmed_at timestamptz,
  requests_per_second real
) language plpgsql as $$
#variable_conflict use_column
declare
  t bellhop.transports;
begin
  select * into t from bellhop.transports where provider = p_provider for update;
  if not found then return; end if;
  at := greatest(t.next_request_at, p_now);
  probe := t.stopped_by is not null and t.probe_at <= p_now;
  stopped_by := t.stopped_by;
  confirmed_at := t.confirmed_at;
  requests_per_second := t.requests_per_second;

  update bellhop.transports set
    next_request_at = case when t.stopped_by is null and t.requests_per_second is not null
      then at + make_interval(secs => p_margin / t.requests_per_second) else next_request_at end,
    probe_at = case when probe
      then p_now + make_interval(secs => t.probe_every_ms / 1000.0) else probe_at end
  where provider = p_provider;
  return next;
end
$$;
