-- Called by message/accept.ts. A function, so that it is planned once: there is only one good plan, however
-- large the tables are.
create function bellhop.store_acceptances(
  p_rows text, p_contents text, p_separator text
) returns table ("position" int, new_event boolean, new_message boolean, erased boolean)
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
  with input as (
    select * from rows from (
      json_to_recordset(p_rows::json) as (position int,
        "eventId" uuid, endpoint text, "svixId" text, type text, "eventInstanceId" text,
        "eventUserId" text, "eventOccurredAt" timestamptz, "receivedAt" timestamptz, outcome text,
        "eventReason" text,
        id uuid, channel text, slug text, kind text, "instanceId" text, "userId" text,
        "dedupeKey" text, recipient text, example boolean, status text, reason text,
        priority smallint, "occurredAt" timestamptz, "createdAt" timestamptz,
        "expiresAt" timestamptz, "dueAt" timestamptz),
      unnest(string_to_array(p_contents, p_separator, ''))
    ) as i(position, event_id, endpoint, svix_id, type, event_instance_id, event_user_id,
      event_occurred_at, received_at, outcome, event_reason, id, channel, slug, kind, instance_id,
      user_id, dedupe_key, recipient, example, status, reason, priority, occurred_at, created_at,
      expires_at, due_at, content)
  ),
  -- Its user is gone: here before, or by an event that comes with this one. Nobody is created after their
  -- deletion, whatever the times say.
  judged as (
    select i.*, i.status = 'queued' and (
      bellhop.is_user_deleted(i.instance_id, i.user_id, t.since) or exists (
        select from input d where d.type = 'user.deleted' and d.event_user_id = i.user_id
          and d.event_instance_id = i.instance_id and d.event_occurred_at >= t.since
      )
    ) as erased
    from input i, lateral (
      select case when i.kind = 'welcome' then '-infinity' else i.occurred_at end as since
    ) t
  ),
  new_events as (
    insert into bellhop.events (id, endpoint, svix_id, type, instance_id, user_id, occurred_at,
      received_at, outcome, reason, message_id)
    select event_id, endpoint, svix_id, type, event_instance_id, event_user_id,
      event_occurred_at, received_at, case when erased then 'skipped' else outcome end,
      case when erased then 'erased' else event_reason end, id
    from judged
    on conflict (endpoint, svix_id) do nothing
    returning id
  ),
  new_messages as (
    insert into bellhop.messages (id, channel, slug, kind, instance_id, user_id, dedupe_key,
      recipient, example, status, reason, priority, occurred_at, created_at, expires_at, due_at,
      content, finished_at)
    select id, channel, slug, kind, instance_id, user_id, dedupe_key,
      case when not erased then recipient end, example,
      case when erased then 'skipped' else status end,
      case when erased then 'erased' else reason end,
      priority, occurred_at, created_at, expires_at, due_at, case when not erased then content end,
      case when erased or status <> 'queued' then created_at end
    from judged
    where id is not null and event_id in (select id from new_events)
    on conflict (dedupe_key) do nothing
    returning id
  )
  select i.position,
    i.event_id in (select id from new_events),
    i.id is null or i.id in (select id from new_messages),
    coalesce(i.erased, false)
  from judged i;
end
$$;
