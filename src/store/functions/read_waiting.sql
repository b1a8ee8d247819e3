-- Called by message/waiting.ts. A function, so that it is planned once: there is only one good plan, however
-- large the tables are.
create function bellhop.read_waiting(p_ids uuid[], p_now timestamptz)
returns table (id uuid, channel text, slug text, kind text, recipient text, example boolean,
  solo boolean, locale text, user_locale text, priority smallint, content text,
  occurred_at timestamptz, created_at timestamptz, expires_at timestamptz, attempts integer)
language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  -- Finds by id first. Otherwise the planner prefers the index of queued messages, which still has an
  -- entry for every message that was queued since the last vacuum.
  return query
  with asked as materialized (
    select * from bellhop.messages where id = any(p_ids)
  )
  select m.id, m.channel, m.slug, m.kind, m.recipient, m.example, m.solo, m.locale,
    (select u.locale from bellhop.users u where u.id = m.user_id and u.instance_id = m.instance_id),
    m.priority, m.content, m.occurred_at, m.created_at, m.expires_at, m.attempts
  from asked m
  where m.status = 'queued' and m.due_at <= p_now;
end
$$;
