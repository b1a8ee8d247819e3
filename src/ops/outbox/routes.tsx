/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Encryptable } from '../../domain/content-cipher.ts'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { MessageContent } from '../../domain/message.ts'
import type { Render } from '../../domain/template.ts'
import { writeAudit } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import {
  type CapturedEntry,
  clearCaptured,
  findCaptured,
  outboxMark,
  searchCaptured,
} from '../../store/views/captured-messages.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import type { TemplatePreview } from '../preview/template-preview.ts'
import { address } from '../ui/base.tsx'
import { labelOf, shownInstances } from '../ui/instance.tsx'
import { page } from '../ui/layout.tsx'
import { Link } from '../ui/link.tsx'
import { outboxApi } from './api.ts'
import type { CaptureSignal } from './capture-signal.ts'
import { outboxEvents } from './events.ts'
import { framed, frameHeaders } from './frame.ts'
import { type RequestPreview, versionIn } from './language-version.ts'
import { OUTBOX_OPTIONS, OutboxPage } from './page.tsx'
import { pulledVersion, type ReadPulled } from './pulled-version.ts'
import { readState } from './query.ts'

export interface Outbox {
  readonly captures: CaptureSignal
  readonly render: Render
  /** An error in the templates, for their author; null if there is none, and in production. */
  readonly failure: () => Promise<{ readonly title: string; readonly cause: string } | null>
  /** The languages that have a catalogue. */
  readonly languages: readonly string[]
  readonly requestPreview: RequestPreview
  readonly templates: TemplatePreview
  readonly readPulled: ReadPulled
  /** Decrypts the content that a message was made from. */
  readonly decrypt: (source: Encryptable<MessageContent>) => MessageContent
}

export interface OutboxRoutesDeps extends Outbox {
  readonly db: Db
  readonly instances: InstanceNames
  readonly now: () => Date
  readonly newId: () => string
}

const PAGE_SIZE = 50

/** The outbox: its page, its stream of events and its JSON API. */
export function outboxRoutes(deps: OutboxRoutesDeps): Hono<OpsEnv> {
  const { db, instances, captures, render, languages, requestPreview, readPulled } = deps
  const { decrypt, now, newId } = deps
  const routes = new Hono<OpsEnv>()

  routes.get('/', async (c) => {
    const failure = c.req.query('anyway') === '1' ? null : await deps.failure()
    return failure === null
      ? show(c, null)
      : page(c, failure.title, <TemplateFailure {...failure} />, { status: 500 })
  })
  routes.route('/', outboxEvents(deps))
  routes.get('/outbox/:id{[0-9a-f-]{36}}', (c) => show(c, c.req.param('id')))

  routes.get('/outbox/:id/html', async (c) => {
    const entry = await find(c.req.param('id'))
    if (!entry) return c.notFound()
    const { lang, dark, images } = readState(c.req.query())
    const html = await htmlOf(entry, c.req.query('of'), known(lang))
    if (!html) return c.notFound()
    const options = { dark: dark === '1', images: images === '1' }
    return c.html(framed(html, options), 200, frameHeaders(options))
  })

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
    const entry = await find(id ?? found.messages[0]?.id)
    const version = entry && (await versionIn(entry, known(state.lang), render))
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
      status: entry || following ? 200 : 404,
    })
  }

  /** The email: ours in a language, Clerk's own, or the one that was pulled from Clerk. */
  async function htmlOf(
    entry: CapturedEntry,
    of: string | undefined,
    language: string | undefined,
  ) {
    if (of === 'clerk') return entry.source?.clerk.html
    if (of !== 'pulled') return (await versionIn(entry, language, render)).html
    return entry.message.channel === 'email' ? (await pulledVersion(entry, readPulled))?.body : null
  }

  async function find(id: string | undefined) {
    const valid = z.uuid().safeParse(id)
    return valid.success ? findCaptured(db, valid.data, decrypt) : null
  }

  function known(language: string | undefined): string | undefined {
    return languages.find((tag) => tag === language)
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
