-- The rank of a status. A report moves its message only to a higher rank, so that the order in which reports
-- come does not matter. A mail server may accept an email and return it later: then the hard bounce is
-- right. After a soft bounce the email may still arrive.
create function bellhop.report_rank(p_status text, p_is_hard boolean)
returns integer language sql immutable as $$
  select case p_status
    when 'sending' then 0
    when 'unknown' then 0
    when 'sent' then 1
    when 'undelivered' then 2
    when 'bounced' then case when p_is_hard then 5 else 3 end
    when 'delivered' then 4
    when 'complained' then 6
    -- Not with the provider, as far as we know: reports do not move it.
    else 9
  end
$$;
