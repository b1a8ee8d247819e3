-- Called by message/settle.ts: closes an attempt and moves its messages, or moves queued messages without an
-- attempt. Returns the ids of the messages that moved: none, if another worker has taken the attempt over.
-- A function, so that it is planned once: there is only one good plan.
create function bellhop.settle(
  p_attempt_id uuid, p_takeovers integer, p_stay_open boolean, p_outcomes text, p_settlements text,
  p_now timestamptz
) returns table (id uuid) language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  ids uuid[] := array(select (s->>'id')::uuid from jsonb_array_elements(p_settlements::jsonb) s);
begin
  if p_attempt_id is not null then
    update bellhop.attempts a set
      finished_at = case when not p_stay_open then p_now end,
      body = case when p_stay_open then a.body end,
      outcomes = p_outcomes::jsonb
    where a.id = p_attempt_id and a.finished_at is null and a.takeovers = p_takeovers;
    if not found then return; end if;
  end if;

  return query
  update bellhop.messages m set
    -- Erased during the request, so there is nothing left to send again.
    status = case when s.status = 'queued' and m.content is null then 'skipped' else s.status end,
    reason = case when s.status = 'queued' and m.content is null then 'erased' else s.reason end,
    provider_message_id = coalesce(s."providerMessageId", m.provider_message_id),
    due_at = coalesce(s."dueAt", m.due_at),
    lease_until = s."leaseUntil",
    asking = false,
    solo = coalesce(s.solo, m.solo),
    refused_at = s."refusedAt",
    sent_at = case when s.status = 'sent' then p_now else m.sent_at end,
    finished_at = case when not bellhop.stays_open(m, s.status, s."leaseUntil") then p_now end,
    -- A message that did not arrive keeps its content until it expires, so that a person can send it again.
    -- Codes and links are kept only where they are encrypted; a notice may contain a link that ends a session.
    content = case when bellhop.stays_open(m, s.status, s."leaseUntil")
      or s.status in ({{MAY_BE_SENT_AGAIN}}) and (
        m.content::json->'sealed' is not null or m.kind in ('notice', 'welcome')
        and m.content::json->'variables'->>'revoke_session_url' is null
      ) then m.content end,
    -- A finished message loses its recipient if the user was deleted meanwhile.
    recipient = case when not bellhop.stays_open(m, s.status, s."leaseUntil")
      and bellhop.is_user_deleted(m.instance_id, m.user_id) then null else m.recipient end
  from jsonb_to_recordset(p_settlements::jsonb)
    as s(id uuid, status text, reason text, "providerMessageId" text, "dueAt" timestamptz,
      "leaseUntil" timestamptz, solo boolean, "refusedAt" timestamptz)
  where m.id = any(ids) and m.id = s.id and case
    when p_attempt_id is null then m.status = 'queued'
    else m.attempt_id = p_attempt_id and m.status in ({{UNANSWERED}})
  end
  returning m.id;
end
$$;
