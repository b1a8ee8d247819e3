import { sql } from 'kysely'

/** A further condition: only rows of this Clerk instance. Undefined: of all. */
export function ofInstance(instanceId: string | undefined) {
  return instanceId === undefined ? sql`` : sql`and instance_id = ${instanceId}`
}
