-- Called by message/settle.ts: settles attempts one after the other. Returns the ids of the messages that moved,
-- with the position of their attempt in p_settles, from 0. The segments of SMS that the provider did not accept no
-- longer count.
create function bellhop.settle_group(p_settles text)
returns table ("position" integer, id uuid) language plpgsql as $$
declare
  attempt record;
  unsent uuid[] := '{}';
begin
  for attempt in
    select s.*, i.ordinality - 1 as place
    from jsonb_array_elements(p_settles::jsonb) with ordinality i,
      jsonb_to_record(i.value) as s("attemptId" uuid, takeovers integer, "stayOpen" boolean, outcomes text,
        settlements text, now timestamptz)
  loop
    return query
    select attempt.place::integer, s.id
    from bellhop.settle(attempt."attemptId", attempt.takeovers, coalesce(attempt."stayOpen", false),
      attempt.outcomes, attempt.settlements, attempt.now) s;
    if found and not exists (
      select from jsonb_to_recordset(attempt.settlements::jsonb) as s(status text)
      where s.status not in ('queued', {{NEVER_SENT}})
    ) then
      unsent := unsent || attempt."attemptId";
    end if;
  end loop;

  -- Last, because requests that begin wait for this row.
  if unsent <> '{}' then
    update bellhop.sms_days d set segments = greatest(d.segments - a.segments, 0)
    from (
      select (a.started_at at time zone 'UTC')::date as day, sum(a.segments) as segments
      from bellhop.attempts a where a.id = any(unsent) and a.segments is not null
      group by 1
    ) a
    where d.day = a.day;
  end if;
end
$$;
