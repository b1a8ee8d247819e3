-- When this message may be sent by one limit on its recipient; null: now. `p_ahead` messages go to the
-- recipient in the same request.
create function bellhop.recipient_free_at(
  m bellhop.messages, p_count integer, p_window interval, p_ahead bigint, p_now timestamptz
) returns timestamptz language sql stable as $$
  select case when p_ahead >= p_count then p_now + p_window else (
    select n.claimed_at + p_window from bellhop.messages n
    where lower(n.recipient) = lower(m.recipient)
      and n.claimed_at is not null and n.claimed_at > p_now - p_window
      and n.channel = m.channel and n.instance_id || '' = m.instance_id and n.id <> m.id
      and n.status not in ('queued', {{NEVER_SENT}}) and bellhop.is_limited_with(n, m)
    order by n.claimed_at desc
    offset p_count - 1 - p_ahead limit 1
  ) end
$$;
