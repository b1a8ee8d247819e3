-- Whether a user of this instance was deleted, at that time or later. Another instance may have a user with
-- the same id, and its events say nothing about this one. Planned once: there is only one good plan.
create function bellhop.is_user_deleted(
  p_instance_id text, p_user_id text, p_since timestamptz default '-infinity'
) returns boolean language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
begin
  return exists (
    select from bellhop.events e where e.type = 'user.deleted' and e.user_id = p_user_id
      and e.instance_id = p_instance_id and e.occurred_at >= p_since
  );
end
$$;
