-- Whether a message of this kind must not be sent to this recipient any more. README has the rules.
create or replace function bellhop.is_suppressed(
  p_channel text, p_recipient text, p_kind text, p_now timestamptz
) returns boolean language sql stable as $$
  select exists (
    select from bellhop.suppressions s
    where s.channel = p_channel and s.address = lower(p_recipient) and case s.scope
      when 'none' then false
      when 'unasked' then p_kind not in ('code', 'link')
      else not (
        s.channel = 'email' and s.reason = 'bounce' and p_kind in ('code', 'link')
        -- Or it is the try that we are at.
        and (coalesce(s.retried_at, s.since) <= p_now - interval '7 days' or s.retried_at is not distinct from p_now)
      )
    end
  )
$$;
