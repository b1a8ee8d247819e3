-- Whether a message that gets this status goes on: queued again, or in doubt until the provider is asked.
create function bellhop.stays_open(m bellhop.messages, p_status text, p_lease_until timestamptz)
returns boolean language sql immutable as $$
  select p_status = 'queued' and m.content is not null or p_lease_until is not null
$$;
