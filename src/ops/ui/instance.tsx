/** @jsxImportSource hono/jsx */
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import { listInstances } from '../../store/views/instances.ts'
import { Field } from './form.tsx'

/** A Clerk instance, as the pages show it. */
export interface ShownInstance {
  readonly id: string
  /** Its name, or its id if it has none. */
  readonly label: string
}

/**
 * The instances of the settings file and of the ledger, and the chosen one. None if that is only one, because
 * then every message belongs to it and the pages need not say so.
 */
export async function shownInstances(
  db: Db,
  names: InstanceNames,
  chosen: string | undefined,
): Promise<readonly ShownInstance[]> {
  const ids = new Set([...names.ids, ...(await listInstances(db)), ...(chosen ? [chosen] : [])])
  if (ids.size < 2) return []
  return [...ids].map((id) => ({ id, label: names.nameOf(id) ?? id }))
}

/** The label of an instance; null if the pages do not show instances. */
export function labelOf(
  instances: readonly ShownInstance[],
  instanceId: string | null,
): string | null {
  if (instances.length === 0) return null
  return instances.find(({ id }) => id === instanceId)?.label ?? instanceId
}

/** The filter by instance, where there is a choice. */
export function InstanceField({
  instances,
  value,
}: {
  instances: readonly ShownInstance[]
  value: string | undefined
}) {
  if (instances.length === 0) return null
  return (
    <Field name="instance" label="Instance">
      <InstanceChoice instances={instances} value={value} any="any" />
    </Field>
  )
}

/** A choice of one instance, or of all. */
export function InstanceChoice({
  instances,
  value,
  any,
  label,
}: {
  instances: readonly ShownInstance[]
  value: string | undefined
  /** The words for all of them. */
  any: string
  /** If the page has no other label for it. */
  label?: string
}) {
  return (
    <select id="instance" name="instance" aria-label={label}>
      <option value="">{any}</option>
      {instances.map((instance) => (
        <option value={instance.id} selected={instance.id === value}>
          {instance.label}
        </option>
      ))}
    </select>
  )
}
