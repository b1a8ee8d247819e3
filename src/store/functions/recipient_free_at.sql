-- When this message may be sent by one limit on its recipient; null: now. `p_ahead` messages go to the
-- recipient in the same request. However long the window is, an hour after the newest one there is room again:
-- otherwise somebody who asks for codes in another person's name could lock that person out for a day.
create function bellhop.recipient_free_at(
  m bellhop.messages, p_count integer, p_window interval, p_ahead bigint, p_now timestamptz
) returns timestamptz language sql stable as $$
  with sent as (
    select n.claimed_at from bellhop.messages n
    where lower(n.recipient) = lower(m.recipient)
      and n.claimed_at is not null and n.claimed_at > p_now - p_window
      and n.channel = m.channel and n.instance_id || '' = m.instance_id and n.id <> m.id
      and n.status not in ('queued', {{NEVER_SENT}}) and bellhop.is_limited_with(n, m)
    order by n.claimed_at desc
    limit greatest(p_count - p_ahead, 0)
  ),
  room as (
    select case when p_ahead >= p_count then p_now + least(p_window, interval '1 hour')
      when count(*) = p_count - p_ahead then least(
        min(claimed_at) + p_window,
        case when p_ahead > 0 then p_now else max(claimed_at) end + interval '1 hour'
      ) end as free_at
    from sent
  )
  select free_at from room where free_at > p_now
$$;
