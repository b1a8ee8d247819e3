-- Whether as many other numbers of the range of this message got an SMS as one of the limits allows. A range
-- is all numbers that differ in the last four digits only. A number that is one of them is let through. The
-- range is known when an SMS was delivered in it at least a day ago: the numbers of an attack get their SMS, too.
create function bellhop.is_range_full(
  m bellhop.messages, p_new_range jsonb, p_known_range jsonb, p_now timestamptz
) returns boolean language plpgsql stable
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  range text := left(m.recipient, length(m.recipient) - 4);
  limits jsonb;
  one record;
  numbers text[];
begin
  limits := case when exists (
    select from bellhop.messages n
    where left(n.recipient, length(n.recipient) - 4) = range
      and n.channel = 'sms' and n.status in ({{ARRIVED}}) and n.claimed_at < p_now - interval '1 day'
  ) then p_known_range else p_new_range end;
  for one in select * from jsonb_to_recordset(limits) as l(count integer, seconds double precision) loop
    numbers := array(
      select distinct n.recipient from bellhop.messages n
      where left(n.recipient, length(n.recipient) - 4) = range and n.channel = 'sms'
        and n.claimed_at is not null and n.claimed_at > p_now - make_interval(secs => one.seconds)
        and n.status not in ('queued', {{NEVER_SENT}})
    );
    if cardinality(numbers) >= one.count and not m.recipient = any(numbers) then
      return not bellhop.got_sms(m.recipient);
    end if;
  end loop;
  return false;
end
$$;
