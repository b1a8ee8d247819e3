-- Whether an SMS to this number was delivered before.
create function bellhop.got_sms(p_number text) returns boolean language sql stable as $$
  select exists (
    select from bellhop.messages n
    where left(n.recipient, length(n.recipient) - 4) = left(p_number, length(p_number) - 4)
      and n.recipient = p_number and n.channel = 'sms' and n.status in ({{ARRIVED}})
  )
$$;
