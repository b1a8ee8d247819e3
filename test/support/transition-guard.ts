import { sql } from 'kysely'
import { MESSAGE_STATUSES, TRANSITIONS } from '../../src/domain/message.ts'
import type { Db } from '../../src/store/engine/database.ts'

/**
 * From now on the database refuses every change of a status that `TRANSITIONS` does not list. It is installed
 * in the databases that tests copy, so every test also checks the transitions.
 */
export async function installTransitionGuard(db: Db): Promise<void> {
  const listed = MESSAGE_STATUSES.flatMap((from) => TRANSITIONS[from].map((to) => `${from} ${to}`))
  await sql
    .raw(`create function public.refuse_transition() returns trigger language plpgsql as $$
    begin
      raise exception 'a message went from % to %, which TRANSITIONS does not list', old.status, new.status;
    end $$`)
    .execute(db)
  await sql
    .raw(`create trigger transition_guard before update of status on bellhop.messages
    for each row
    when (old.status <> new.status and old.status || ' ' || new.status not in (${listed.map((one) => `'${one}'`).join(', ')}))
    execute function public.refuse_transition()`)
    .execute(db)
}
