-- Whether this SMS goes beyond the segments of the day. Codes for numbers that got an SMS before have a
-- reserve.
create function bellhop.is_over_budget(
  m bellhop.messages, p_segments integer, p_budget bigint, p_reserve_share double precision,
  p_now timestamptz
) returns boolean language plpgsql stable as $$
declare
  used bigint := coalesce((
    select d.segments from bellhop.sms_days d where d.day = (p_now at time zone 'UTC')::date
  ), 0) + p_segments;
begin
  if used <= p_budget then return false; end if;
  return m.kind <> 'code' or used > p_budget * p_reserve_share or not bellhop.got_sms(m.recipient);
end
$$;
