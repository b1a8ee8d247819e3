-- Called by message/accept.ts. A function, so that it is planned once: there is only one good plan, however
-- large the tables are. The rows are JSON with the names of the columns; p_new_message has the values that
-- every new message has.
create function bellhop.store_group(
  p_events text, p_messages text, p_contents text, p_separator text, p_new_message text
) returns table (event_id uuid, result text, message_id uuid, user_locale text)
language plpgsql
set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  stored record;
begin
  for stored in
  with input as materialized (
    select json_populate_recordset(null::bellhop.events, p_events::json) as event,
      json_populate_recordset(
        json_populate_record(null::bellhop.messages, p_new_message::json), p_messages::json
      ) as message,
      unnest(string_to_array(p_contents, p_separator, '')) as content
  ),
  -- Whether the user of the message was deleted: before, or by an event of the same input. A deleted user
  -- is never created again, whatever the times say.
  judged as materialized (
    select i.*, coalesce((i.message).status = 'queued' and (
      -- One look for all, because nearly always none of them was deleted.
      exists (
        select from bellhop.events e where e.type = 'user.deleted'
          and e.user_id = any(array(select (message).user_id from input))
      ) and bellhop.is_user_deleted((i.message).instance_id, (i.message).user_id, t.since)
      or exists (
        select from input d
        where (d.event).type = 'user.deleted' and (d.event).user_id = (i.message).user_id
          and (d.event).instance_id = (i.message).instance_id and (d.event).occurred_at >= t.since
      )
    ), false) as erased
    from input i, lateral (
      select case when (i.message).kind = 'welcome' then '-infinity' else (i.message).occurred_at
        end as since
    ) t
  ),
  accepted as materialized (
    select bellhop.accepted_event(event, erased) as event,
      bellhop.accepted_message(message, content, erased) as message, erased
    from judged
  ),
  new_events as (
    insert into bellhop.events
    select (event).* from accepted
    on conflict (endpoint, svix_id) do nothing
    returning id
  ),
  new_messages as (
    insert into bellhop.messages
    select (message).* from accepted
    where (message).id is not null and (event).id in (select id from new_events)
    on conflict (dedupe_key) do nothing
    returning id
  )
  select (event).*, (event).id in (select id from new_events) as is_new_event,
    (message).id is null or (message).id in (select id from new_messages) as is_new_message,
    (message).dedupe_key, erased, (
      select u.locale from bellhop.users u
      where u.id = (message).user_id and u.instance_id = (message).instance_id
    ) as user_locale
  from accepted
  loop
    event_id := stored.id;
    message_id := stored.message_id;
    user_locale := stored.user_locale;
    result := case when stored.erased then 'erased' else 'new' end;
    if not stored.is_new_event then
      result := 'duplicate';
      select e.message_id into message_id from bellhop.events e
      where e.endpoint = stored.endpoint and e.svix_id = stored.svix_id;
    elsif not stored.is_new_message then
      result := 'duplicate';
      select m.id into message_id from bellhop.messages m where m.dedupe_key = stored.dedupe_key;
      update bellhop.events e set outcome = 'duplicate', message_id = store_group.message_id
      where e.id = stored.id;
    end if;
    return next;
  end loop;
end
$$;
