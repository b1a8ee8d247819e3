-- Whether this message must not be sent to this recipient any more; without an id, whether a new message of
-- this kind must not be sent. The rules are in docs/receipts-and-suppression.md.
create function bellhop.is_suppressed(
  p_channel text, p_recipient text, p_kind text, p_message_id uuid, p_now timestamptz
) returns boolean language sql stable as $$
  select exists (
    select from bellhop.suppressions s
    where s.channel = p_channel and s.address = lower(p_recipient) and case s.scope
      when 'none' then false
      when 'unasked' then p_kind not in ('code', 'link')
      else not (
        s.channel = 'email' and s.reason = 'bounce' and p_kind in ('code', 'link') and (
          coalesce(s.tried_with = p_message_id, false)
          or s.since <= p_now - interval '7 days' and (
            s.retried_at is null or s.retried_at <= p_now - interval '7 days'
            -- The last try ended before anything was sent.
            or exists (
              select from bellhop.messages t where t.id = s.tried_with and (
                t.status in ({{NEVER_SENT}})
                or t.status = 'queued' and t.expires_at <= p_now
              )
            )
          )
        )
      )
    end
  )
$$;
