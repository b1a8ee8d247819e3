-- The message has arrived, so a bounce from before its request is removed. A complaint stays.
create function bellhop.lift_bounce(m bellhop.messages)
returns void language plpgsql set enable_seqscan = off as $$
begin
  update bellhop.suppressions s set
    reason = 'complaint', scope = 'unasked', since = s.complained_at, message_id = s.complained_about,
    tried_with = null, retried_at = null
  where s.channel = m.channel and s.address = lower(m.recipient) and s.reason = 'bounce'
    and s.since < m.claimed_at and s.complained_at is not null;

  delete from bellhop.suppressions s
  where s.channel = m.channel and s.address = lower(m.recipient) and s.reason = 'bounce'
    and s.since < m.claimed_at;
end
$$;
