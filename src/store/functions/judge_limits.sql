-- Which of these messages a limit holds back, and which limit. `free_at` is when there is room for it; null
-- if that is not known. Messages that a person sends are not limited, nor are examples.
-- What was claimed before `p_counted_since` counts nowhere. `p_limits` has an object for each message, the `MessageLimits` of begin.ts.
create function bellhop.judge_limits(
  p_channel text, p_message_ids uuid[], p_limits jsonb, p_counted_since timestamptz, p_budget bigint,
  p_reserve_share double precision, p_now timestamptz
) returns table (id uuid, reason text, detail text, free_at timestamptz) language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  -- Nearly always nobody got anything lately. Then one look is enough, which costs a third.
  if p_channel = 'email' and not exists (
    select from bellhop.messages n
    where lower(n.recipient) = any(array(
        select lower(m.recipient) from bellhop.messages m where m.id = any(p_message_ids)
      ))
      and n.claimed_at is not null and n.claimed_at > p_counted_since and n.id <> all(p_message_ids)
  ) and (cardinality(p_message_ids) = 1 or cardinality(p_message_ids) = (
    select count(distinct lower(m.recipient)) from bellhop.messages m where m.id = any(p_message_ids)
  )) then
    return;
  end if;

  return query
  with found as materialized ( -- By their ids first, which stays fast however many are queued.
    select m.*, m as message from bellhop.messages m where m.id = any(p_message_ids)
  ),
  asked as materialized (
    select m.*, l.*
    from jsonb_to_recordset(p_limits)
      as l("messageId" uuid, "recipientLimits" jsonb, "newRange" jsonb, "knownRange" jsonb, segments integer)
    join found m on m.id = l."messageId"
    where m.status = 'queued' and m.due_at <= p_now and m.expires_at > p_now
      and not m.example and m.resend_of is null
  ),
  of_recipients as (
    select a.id, max(bellhop.recipient_free_at(
      a.message, limits.count, make_interval(secs => limits.seconds), a.ahead, p_now
    )) as free_at
    from (
      select a.*, row_number() over (
        partition by a.instance_id, lower(a.recipient), case when a.kind in ('code', 'link') then '' else a.slug end
        order by a.occurred_at desc, a.id desc
      ) - 1 as ahead
      from asked a
    ) a, jsonb_to_recordset(a."recipientLimits") as limits(count integer, seconds double precision)
    group by a.id
  )
  select a.id,
    case when r.free_at is not null or s.is_full then 'too_many' else 'budget' end,
    case when r.free_at is not null then 'recipient' when s.is_full then 'range' end,
    r.free_at
  from asked a
  left join of_recipients r on r.id = a.id and r.free_at is not null
  cross join lateral (
    select a.channel = 'sms' and r.free_at is null
      and bellhop.is_range_full(a.message, a."newRange", a."knownRange", p_now) as is_full
  ) s
  where r.free_at is not null or s.is_full
    or a.channel = 'sms' and p_budget is not null
      and bellhop.is_over_budget(a.message, a.segments, p_budget, p_reserve_share, p_now);
end
$$;
