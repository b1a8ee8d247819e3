-- Called by message/begin.ts. A function, because it makes one round trip of four, and so that it is planned
-- once: the two settings and the comparisons of is_of_same_kind leave only the good plan, also for a planner
-- that has seen empty tables.
create function bellhop.begin_attempt(
  p_channel text, p_lock bigint, p_attempt_id uuid, p_provider text, p_idempotency_key text,
  p_message_ids uuid[], p_body text, p_written text, p_now timestamptz,
  p_impatient_since timestamptz, p_lease_until timestamptz, p_held_until timestamptz,
  p_limits text, p_counted_since timestamptz, p_budget bigint, p_reserve_share double precision
) returns table (id uuid, verdict text, reason text, detail text, begun boolean)
language plpgsql set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  called_at timestamptz := clock_timestamp();
  waited interval;
begin
  perform pg_advisory_xact_lock(p_lock);
  waited := clock_timestamp() - called_at;
  -- A statement of its own, so that it sees everything that was committed before we got the lock.
  return query
  with asked as materialized ( -- Found by their ids first, which stays fast however many are queued.
    select m.*, m as message from bellhop.messages m
    where id = any(p_message_ids) for update skip locked
  ),
  candidates as (
    select * from asked where status = 'queued' and due_at <= p_now
  ),
  siblings as (
    select c.id, n.occurred_at > c.occurred_at as newer, n.status,
      n.status = 'sending' and (n.asking or n.claimed_at > p_impatient_since) as busy
    from candidates c
    join bellhop.messages n on bellhop.is_of_same_kind(n, c.message) and n.id <> c.id
      and n.claimed_at is not null -- Few, however many were held back.
      and n.occurred_at <> c.occurred_at
    where c.kind in ('code', 'link')
  ),
  listed as materialized (
    select * from bellhop.judge_suppressions(p_channel, p_message_ids, p_now)
  ),
  limited as materialized (
    select * from bellhop.judge_limits(
      p_channel, p_message_ids, p_limits::jsonb, p_counted_since, p_budget, p_reserve_share, p_now)
  ),
  judged as (
    select c.id, case
      when c.expires_at <= p_now then 'expired'
      when exists (select from listed l where l.id = c.id and l.verdict = 'suppressed') then 'skipped'
      when exists (
        select from siblings s where s.id = c.id and s.newer and s.status not in ('queued', {{NEVER_SENT}})
      ) or (c.kind in ('code', 'link') and exists (
        select from candidates n where bellhop.is_of_same_kind(n.message, c.message)
          and n.occurred_at > c.occurred_at and n.expires_at > p_now
      )) then 'superseded'
      when exists (select from listed l where l.id = c.id and l.verdict = 'second') then 'skipped'
      when exists (select from siblings s where s.id = c.id and not s.newer and s.busy) then 'held'
      when exists (select from limited l where l.id = c.id) then 'limited'
      else 'ready'
    end as verdict
    from candidates c
  ),
  verdicts as (
    select j.id, case when j.verdict = 'limited' then 'skipped' else j.verdict end as verdict,
      case j.verdict when 'skipped' then 'suppressed' when 'limited' then l.reason end as reason,
      l.detail, l.free_at
    from judged j left join limited l on l.id = j.id and j.verdict = 'limited'
  ),
  begun as (
    insert into bellhop.attempts (id, provider, idempotency_key, message_ids, body, started_at, segments)
    select p_attempt_id, p_provider, p_idempotency_key, p_message_ids, p_body, p_now, case when p_channel = 'sms' then (
      select sum(l.segments) from jsonb_to_recordset(p_limits::jsonb) as l(segments integer)
    ) end
    where (select count(*) from verdicts where verdict = 'ready') = cardinality(p_message_ids)
    returning id, segments
  ),
  claimed as (
    update bellhop.messages m set
      status = 'sending', attempt_id = begun.id, claimed_at = p_now,
      lease_until = p_lease_until + waited, asking = true, attempts = m.attempts + 1,
      provider = p_provider, template = w.template, fallback = w.fallback, locale = w.locale,
      locale_source = w."localeSource"
    from begun, json_to_recordset(p_written::json)
      as w(id uuid, template text, fallback text, locale text, "localeSource" text)
    where m.id = any(p_message_ids) and m.id = w.id
  ),
  counted as ( -- settle_group takes them back if the provider does not accept the SMS.
    insert into bellhop.sms_days as d (day, segments)
    select (p_now at time zone 'UTC')::date, begun.segments from begun where begun.segments is not null
    on conflict (day) do update set segments = d.segments + excluded.segments
  ),
  tried as (
    update bellhop.suppressions s set retried_at = p_now, tried_with = l.id
    from begun, listed l
    where l.verdict = 'tries' and s.channel = p_channel and s.address = l.address
  ),
  settled as (
    update bellhop.messages m set
      status = case when v.verdict = 'held' then 'queued' else v.verdict end,
      reason = case when v.verdict = 'skipped' then v.reason else m.reason end,
      detail = v.detail,
      due_at = case when v.verdict = 'held' then p_held_until
        -- When release_held_back looks at it. Never, if it has expired by then.
        when v.reason in ({{HELD_BACK}}) then least(coalesce(v.free_at, m.expires_at), m.expires_at)
        else m.due_at end,
      finished_at = case when v.verdict <> 'held' then p_now end,
      content = case when v.verdict = 'held' or v.reason in ({{HELD_BACK}}) then m.content end
    from verdicts v
    where m.id = v.id and v.verdict <> 'ready'
  )
  select v.id, v.verdict, v.reason, v.detail, exists (select from begun) from verdicts v;
end
$$;
