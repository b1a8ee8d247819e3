-- Adds the recipient of a message to the suppressions, because of the first report of its kind about that
-- message. The rules are in docs/receipts-and-suppression.md. The entry of a person who complained twice
-- within a day is not changed by a later bounce. One that an operator made stays an operator's.
create function bellhop.suppress(
  m bellhop.messages, p_source text, p_reason text, p_now timestamptz
) returns void language plpgsql set enable_seqscan = off as $$
declare
  s bellhop.suppressions;
  again boolean;
begin
  insert into bellhop.suppressions
    (channel, address, reason, source, since, message_id, scope, complained_at, complained_about)
  values (
    m.channel, lower(m.recipient), p_reason, p_source, p_now, m.id,
    case when m.channel = 'sms' then 'none' when p_reason = 'complaint' then 'unasked' else 'all' end,
    case when p_reason = 'complaint' then p_now end, case when p_reason = 'complaint' then m.id end
  )
  on conflict (channel, address) do nothing;
  if found then return; end if;

  select * into s from bellhop.suppressions
  where channel = m.channel and address = lower(m.recipient) for update;

  if s.reason = 'operator' then -- Only an operator allows it again.
    if p_reason = 'bounce' and s.channel = 'email' then
      update bellhop.suppressions set scope = 'all' where id = s.id;
    end if;
  elsif s.channel = 'sms' then
    if s.scope = 'none' and s.since <= p_now - interval '30 days' then
      update bellhop.suppressions set since = p_now, message_id = m.id where id = s.id;
    elsif (s.since at time zone 'UTC')::date < (p_now at time zone 'UTC')::date then
      update bellhop.suppressions set scope = 'all', message_id = m.id where id = s.id;
    end if;
  elsif s.reason = 'complaint' and s.scope = 'all' then
    return;
  elsif p_reason = 'bounce' then
    update bellhop.suppressions set
      reason = 'bounce', scope = 'all', since = p_now, source = p_source, message_id = m.id,
      tried_with = null, retried_at = null
    where id = s.id;
  else
    again := coalesce(s.complained_at > p_now - interval '1 day', false);
    update bellhop.suppressions set complained_at = p_now, complained_about = m.id where id = s.id;
    if again or s.reason = 'complaint' then
      update bellhop.suppressions set
        reason = 'complaint', scope = case when again then 'all' else 'unasked' end,
        since = p_now, source = p_source, message_id = m.id
      where id = s.id;
    end if;
  end if;
end
$$;
