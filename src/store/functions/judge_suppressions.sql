-- Which of these messages the suppressions concern, and how. `suppressed`: it must not be sent. `tries`: a
-- code or link that tries again an address that bounced. `second`: an older one to the same address.
-- Planned once: there is only one good plan.
create function bellhop.judge_suppressions(
  p_channel text, p_message_ids uuid[], p_now timestamptz
) returns table (id uuid, address text, verdict text)
language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with asked as materialized (
    select * from bellhop.messages where id = any(p_message_ids)
  ),
  listed as (
    select m.id, s.address, s.scope, m.occurred_at,
      bellhop.is_suppressed(p_channel, m.recipient, m.kind, m.id, p_now) as suppressed
    from asked m
    join bellhop.suppressions s on s.channel = p_channel and s.address = lower(m.recipient)
    where m.status = 'queued' and m.due_at <= p_now and m.expires_at > p_now
  )
  select l.id, l.address, case
      when l.suppressed then 'suppressed'
      when row_number() over (
        partition by l.address, l.suppressed order by l.occurred_at desc, l.id desc
      ) = 1 then 'tries'
      else 'second'
    end
  from listed l
  where l.suppressed or l.scope = 'all';
end
$$;
