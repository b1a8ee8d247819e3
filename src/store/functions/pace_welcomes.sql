-- Spaces welcomes that could be sent now, also those that other instances accept, and returns when each is due.
-- Those of one second are due together, so that one request takes them.
create function bellhop.pace_welcomes(p_ids uuid[], p_per_minute integer, p_now timestamptz)
returns table (id uuid, due_at timestamptz) language plpgsql as $$
#variable_conflict use_column
declare
  each interval := make_interval(secs => 60.0 / p_per_minute);
  first timestamptz;
begin
  update bellhop.welcome_pace set next_at = greatest(next_at, p_now) + each * cardinality(p_ids)
  returning next_at - each * cardinality(p_ids) into first;
  return query
  update bellhop.messages m set due_at = w.due_at
  from (
    select ids.id, greatest(p_now, date_trunc('second', first + each * (ids.place - 1))) as due_at
    from unnest(p_ids) with ordinality as ids(id, place)
  ) w
  where m.id = w.id and m.status = 'queued'
  returning m.id, m.due_at;
end
$$;
