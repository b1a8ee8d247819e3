-- Queues the messages again that a limit on their recipient held back and that have room now: of each slug,
-- the newest to a recipient. The older ones stay as they are.
create function bellhop.release_held_back(p_now timestamptz)
returns setof bellhop.messages language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  return query
  with locked as materialized (
    select m.* from bellhop.messages m
    where m.status = 'skipped' and m.content is not null and m.due_at <= p_now
      and m.reason = 'too_many' and m.expires_at > p_now
    for update skip locked
  ),
  due as (
    select l.id, row_number() over (
      partition by l.channel, l.instance_id, l.slug, lower(l.recipient)
      order by l.occurred_at desc, l.id desc
    ) as place
    from locked l
  ),
  passed_over as (
    update bellhop.messages m set due_at = m.expires_at from due where m.id = due.id and due.place > 1
  )
  update bellhop.messages m set
    status = 'queued', reason = null, detail = null, finished_at = null, due_at = p_now,
    released_at = p_now
  from due where m.id = due.id and due.place = 1
  returning m.*;
end
$$;
