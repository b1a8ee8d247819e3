-- Whether two messages have the same purpose for the same person, so that the newer one replaces the older.
create or replace function bellhop.is_of_same_kind(a bellhop.messages, b bellhop.messages)
returns boolean language sql immutable as $$
  -- With plain comparisons of slugs and instances, a planner that knows nothing of the table yet may take the
  -- index of one of them, which has thousands of messages. A person has few.
  select lower(a.recipient) = lower(b.recipient) and a.slug || '' = b.slug
    and a.channel = b.channel and a.instance_id || '' = b.instance_id
$$;
