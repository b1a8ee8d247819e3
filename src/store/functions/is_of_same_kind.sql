-- Whether two messages have the same purpose for the same person, so that the newer one replaces the older.
create or replace function bellhop.is_of_same_kind(a bellhop.messages, b bellhop.messages)
returns boolean language sql immutable as $$
  -- With a plain comparison of slugs, a planner that knows nothing of the table yet may take the index
  -- of slugs, which have thousands. A person has few messages.
  select lower(a.recipient) = lower(b.recipient) and a.slug || '' = b.slug
    and a.channel = b.channel and a.instance_id = b.instance_id
$$;
