-- Called by message/receipt.ts. A function, because it makes one round trip of several statements. Reports
-- about the same message wait for each other, and each sees the result of the one before.
create function bellhop.record_receipt(
  p_id uuid, p_provider text, p_channel text, p_event_id text, p_message_id uuid,
  p_provider_message_id text, p_status text, p_at timestamptz, p_detail text, p_suppress text,
  p_now timestamptz
) returns table (message_id uuid, moved boolean, channel text, slug text, kind text, created_at timestamptz)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  m bellhop.messages;
  moves boolean;
  is_first boolean;
begin
  if p_message_id is not null then
    select * into m from bellhop.messages where id = p_message_id and channel = p_channel for update;
  else
    select * into m from bellhop.messages
    where provider_message_id = p_provider_message_id and provider = p_provider and channel = p_channel
    limit 1 for update;
  end if;
  if not found then return; end if;

  moves := bellhop.report_rank(m.status, exists (
    select from bellhop.receipts r where r.message_id = m.id and r.suppress = 'bounce'
  )) < bellhop.report_rank(p_status, p_suppress = 'bounce');
  is_first := not exists (
    select from bellhop.receipts r where r.message_id = m.id and r.suppress = p_suppress
  );

  if p_event_id is not null then
    insert into bellhop.receipts
      (id, provider, provider_event_id, message_id, status, at, received_at, detail, suppress)
    values (p_id, p_provider, p_event_id, m.id, p_status, p_at, p_now, p_detail, p_suppress)
    on conflict (provider, provider_event_id) do nothing;
    if not found then return; end if;
  elsif not moves then
    return;
  end if;

  if moves then
    update bellhop.messages set
      status = p_status,
      reason = p_detail,
      provider_message_id = coalesce(provider_message_id, p_provider_message_id),
      sent_at = coalesce(sent_at, p_now),
      finished_at = coalesce(finished_at, p_now),
      content = null, lease_until = null, asking = false
    where id = m.id;
  end if;

  -- The report proves that the provider has the message, so the request is no longer in doubt.
  update bellhop.attempts set
    finished_at = p_now, body = null, outcomes = '[{"kind":"accepted","code":"receipt"}]'
  where id = m.attempt_id and finished_at is null and cardinality(message_ids) = 1;

  if m.recipient is not null then
    if p_status in ({{ARRIVED}}) then perform bellhop.lift_bounce(m); end if;
    if p_suppress is not null and is_first then
      perform bellhop.suppress(m, p_provider, p_suppress, p_now);
    end if;
  end if;

  return query select m.id, moves and m.status <> p_status, m.channel, m.slug, m.kind,
    coalesce(m.released_at, m.created_at);
end
$$;
