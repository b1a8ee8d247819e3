/** @jsxImportSource hono/jsx */
import { QueryForm } from './form.tsx'
import type { ShownInstance } from './instance.tsx'

export interface InstanceSwitchProps {
  readonly instances: readonly ShownInstance[]
  /** The path of the page, without the base path. */
  readonly path: string
  /** The query of the page. The switch keeps the rest of it. */
  readonly query: Readonly<Record<string, string>>
}

// They name a place in the list of another instance.
const NOT_KEPT = ['instance', 'cursor', 'before']

/** Chooses one Clerk instance for the page. The button is only needed without a script. */
export function InstanceSwitch({ instances, path, query }: InstanceSwitchProps) {
  if (instances.length === 0) return null
  const kept = Object.entries(query).filter(([name]) => !NOT_KEPT.includes(name))
  return (
    <QueryForm action={path} class="instance-switch" data-submit="">
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <select name="instance" aria-label="Clerk instance">
        <option value="">All instances</option>
        {instances.map(({ id, label }) => (
          <option value={id} selected={[id, label].includes(query.instance ?? '')}>
            {label}
          </option>
        ))}
      </select>
      <button type="submit" class="button plain without-script">
        Go
      </button>
    </QueryForm>
  )
}
