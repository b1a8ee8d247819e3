-- Whether the limits on a recipient count these two messages together.
create function bellhop.is_limited_with(a bellhop.messages, b bellhop.messages)
returns boolean language sql immutable as $$
  select case when b.kind in ('code', 'link') then a.kind in ('code', 'link')
    else a.kind not in ('code', 'link') and a.slug is not distinct from b.slug end
$$;
