/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Visitor } from '../access/visitor.ts'
import { actorName } from './actor-name.ts'
import { pathOf } from './base.tsx'
import { ActionForm } from './form.tsx'
import { Icon } from './icon.tsx'
import type { ShownInstance } from './instance.tsx'
import { InstanceSwitch } from './instance-switch.tsx'
import { Link } from './link.tsx'
import { Nav } from './nav.tsx'
import { type Environment, shellOf } from './shell.ts'

export interface HeaderProps {
  readonly c: Context
  readonly instances: readonly ShownInstance[]
  /** Whether the page updates itself. */
  readonly live: boolean
}

/** The header of every page: name, environment, instance, visitor, and the links to all pages. */
export function Header({ c, instances, live }: HeaderProps) {
  const visitor: Visitor | undefined = c.get('visitor')
  const path = pathOf(c)
  const shell = shellOf(c)
  return (
    <header class="bar">
      <div class="bar-top">
        <Mark />
        {shell && <EnvironmentBadge name={shell.environment} />}
        <span class="grow"></span>
        {live && (
          <span id="live" class="with-script" data-state="connecting">
            Connecting
          </span>
        )}
        <InstanceSwitch instances={instances} path={path} query={c.req.query()} />
        {visitor && <SignedIn visitor={visitor} />}
      </div>
      {visitor && (
        <Nav
          path={path}
          hasOutbox={c.get('hasOutbox') === true}
          // Also on the pages that are of all instances.
          instance={c.req.query('instance')}
        />
      )}
    </header>
  )
}

/** The name and the mark of Bellhop. */
export function Mark() {
  return (
    <Link to="/" class="mark">
      <span class="mark-bell">
        <Icon name="bell" />
      </span>
      Bellhop
    </Link>
  )
}

/** Whether this service writes to real people. */
export function EnvironmentBadge({ name }: { name: Environment }) {
  return <span class={`environment ${name}`}>{name}</span>
}

/** The visitor, with a button to sign out. A session of Clerk belongs to the app, so it has no button. */
function SignedIn({ visitor: { actor, role } }: { visitor: Visitor }) {
  return (
    <div class="visitor">
      <span class="soft visitor-name">
        {actorName(actor)} · {role}
      </span>
      {actor.endsWith('token') && (
        <ActionForm action="/logout">
          <button type="submit" class="button plain small">
            Sign out
          </button>
        </ActionForm>
      )}
    </div>
  )
}
