-- Called by message/settle.ts: settles attempts one after the other. Returns the ids of the messages that moved,
-- with the position of their attempt in p_settles, from 0.
create function bellhop.settle_group(p_settles text)
returns table ("position" integer, id uuid) language plpgsql as $$
declare
  attempt record;
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
  end loop;
end
$$;
