/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { writeAudit } from '../../store/audit.ts'
import { clearCaptured, outboxMark } from '../../store/views/captured-messages.ts'
import { searchCaptured } from '../../store/views/captured-search.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { labelOf, shownInstances } from '../ui/instance.tsx'
import { page } from '../ui/layout.tsx'
import { Link } from '../ui/link.tsx'
import { outboxApi } from './api.ts'
import { outboxEvents } from './events.ts'
import { versionIn } from './language-version.ts'
import { findEntry, knownLanguage, outboxMessageRoutes } from './message-routes.ts'
import type { OutboxRoutesDeps } from './outbox.ts'
import { OUTBOX_OPTIONS, OutboxPage } from './page.tsx'
import { pulledVersion } from './pulled-version.ts'
import { readState } from './query.ts'

const PAGE_SIZE = 50

/** The outbox: its page, its stream of events and its JSON API. */
export function outboxRoutes(deps: OutboxRoutesDeps): Hono<OpsEnv> {
  const { db, instances, captures, render, languages, requestPreview, readPulled } = deps
  const { now, newId } = deps
  const routes = new Hono<OpsEnv>()

  routes.get('/', async (c) => {
    const failure = c.req.query('anyway') === '1' ? null : await deps.failure()
    return failure === null
      ? show(c, null)
      : page(c, failure.title, <TemplateFailure {...failure} />, { status: 500 })
  })
  routes.route('/', outboxEvents(deps))
  routes.route('/', outboxMessageRoutes(deps))
  routes.get('/outbox/:id{[0-9a-f-]{36}}', (c) => show(c, c.req.param('id')))

  // Browsers keep this path in the address bar after a form was refused.
  routes.get('/outbox/clear', (c) => c.redirect(address(c, '/')))

  routes.post('/outbox/clear', requireOperator, async (c) => {
    await db.transaction().execute(async (transaction) => {
      const count = await clearCaptured(transaction)
      await writeAudit(transaction, {
        id: newId(),
        at: now(),
        actor: c.get('visitor').actor,
        action: 'clear_outbox',
        messageId: null,
        detail: `${count} messages`,
      })
    })
    captures.notify()
    return c.redirect(address(c, '/'), 303)
  })

  routes.route('/', outboxApi(db, instances, captures.next, now))
  return routes

  async function show(c: Context<OpsEnv>, id: string | null): Promise<Response> {
    // Read before the list, so that a message in between causes an event.
    const mark = await outboxMark(db)
    const found = await readList(deps, c.req.query())
    const { state } = found
    const following = id === null
    const entry = await findEntry(deps, id ?? found.messages[0]?.id)
    const version = entry && (await versionIn(entry, knownLanguage(deps, state.lang), render))
    const path = following ? '/' : `/outbox/${id}`
    const selected = entry?.message.id ?? null
    const list = { ...found, selected, following, visitor: c.get('visitor') }
    const instance = entry && labelOf(found.instances, entry.message.instanceId)
    const message =
      entry && version
        ? {
            ...{ entry, version, instance, state, path, languages, requestPreview },
            pulled: await pulledVersion(entry, readPulled),
          }
        : null
    return page(c, 'Outbox', <OutboxPage list={list} message={message} mark={mark} />, {
      ...OUTBOX_OPTIONS,
      instances: found.instances,
      status: entry || following ? 200 : 404,
    })
  }
}

/** The messages that the query asks for, and its state with the id of the instance. */
async function readList({ db, instances }: OutboxRoutesDeps, query: Record<string, string>) {
  const { instance, ...state } = readState(query)
  const instanceId = instance && instances.idOf(instance)
  const { q: search, channel, before } = state
  const filter = { search, channel, instanceId, before, limit: PAGE_SIZE }
  const [found, shown] = await Promise.all([
    searchCaptured(db, filter),
    shownInstances(db, instances, instanceId),
  ])
  return { ...found, state: { ...state, instance: instanceId }, instances: shown }
}

function TemplateFailure({ title, cause }: { title: string; cause: string }) {
  return (
    <>
      <h1>{title}</h1>
      <pre role="alert">{cause}</pre>
      <p>
        Until you fix it, Bellhop sends Clerk's own text instead of this template. With{' '}
        <code>npm run dev</code>, the service restarts when you save the file. Then load this page
        again.
      </p>
      <p>
        <Link to="/?anyway=1">Show the outbox anyway</Link>
      </p>
    </>
  )
}
