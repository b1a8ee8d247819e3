-- The event as it is stored: skipped where the user of its message was deleted.
create function bellhop.accepted_event(e bellhop.events, p_erased boolean)
returns bellhop.events language plpgsql immutable as $$
begin
  if p_erased then
    e.outcome := 'skipped';
    e.reason := 'erased';
  end if;
  return e;
end
$$;
