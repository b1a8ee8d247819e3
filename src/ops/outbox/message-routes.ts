import { Hono } from 'hono'
import { z } from 'zod'
import { writeAudit } from '../../store/audit.ts'
import {
  type CapturedEntry,
  countCapturedAfter,
  deleteCaptured,
  findCaptured,
} from '../../store/views/captured-messages.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { fileHeaders } from './email-file.ts'
import { framed, frameHeaders } from './frame.ts'
import { outgoingOf, versionIn } from './language-version.ts'
import type { OutboxRoutesDeps } from './outbox.ts'
import { pulledVersion } from './pulled-version.ts'
import { hrefOf, readState } from './query.ts'

const ONE = '/outbox/:id{[0-9a-f-]{36}}'

/** What belongs to one captured message besides its page: its HTML, its file, its deletion. */
export function outboxMessageRoutes(deps: OutboxRoutesDeps): Hono<OpsEnv> {
  const { db, captures, render, readPulled, writeFile, now, newId } = deps
  const routes = new Hono<OpsEnv>()

  routes.get(`${ONE}/html`, async (c) => {
    const entry = await findEntry(deps, c.req.param('id'))
    if (!entry) return c.notFound()
    const { lang, dark, images } = readState(c.req.query())
    const html = await htmlOf(entry, c.req.query('of'), knownLanguage(deps, lang))
    if (!html) return c.notFound()
    const options = { dark: dark === '1', images: images === '1' }
    return c.html(framed(html, options), 200, frameHeaders(options))
  })

  routes.get(`${ONE}/email`, async (c) => {
    const entry = await findEntry(deps, c.req.param('id'))
    if (entry?.message.channel !== 'email') return c.notFound()
    const { lang } = readState(c.req.query())
    const version = await versionIn(entry, knownLanguage(deps, lang), render)
    const { capturedAt } = entry.message
    // Its expiry is not in the file, so the message may have left the ledger.
    const expiresAt = entry.ledger?.expiresAt ?? capturedAt
    const file = await writeFile(outgoingOf(entry.message, version, expiresAt), capturedAt)
    return c.body(new Uint8Array(file), 200, fileHeaders(entry.message))
  })

  // Browsers keep this path in the address bar after a form was refused.
  routes.get(`${ONE}/delete`, (c) => c.redirect(address(c, `/outbox/${c.req.param('id')}`)))

  routes.post(`${ONE}/delete`, requireOperator, async (c) => {
    const id = c.req.param('id')
    await db.transaction().execute(async (transaction) => {
      if (!(await deleteCaptured(transaction, id))) return
      await writeAudit(transaction, {
        id: newId(),
        at: now(),
        actor: c.get('visitor').actor,
        action: 'clear_outbox',
        messageId: id,
        detail: '1 message',
      })
    })
    captures.notify()
    const { q, channel, instance } = readState(c.req.query())
    return c.redirect(address(c, hrefOf('/', { q, channel, instance })), 303)
  })

  // For the title of a tab in the background, which does not follow the events.
  routes.get('/outbox/news', async (c) =>
    c.json({ count: await countCapturedAfter(db, c.req.query('mark') ?? '') }),
  )

  return routes

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
}

/** A captured message by an id of the address; null if there is none. */
export async function findEntry(
  { db, decrypt }: Pick<OutboxRoutesDeps, 'db' | 'decrypt'>,
  id: string | undefined,
): Promise<CapturedEntry | null> {
  const valid = z.uuid().safeParse(id)
  return valid.success ? findCaptured(db, valid.data, decrypt) : null
}

/** The language of the address, if there is a catalogue for it. */
export function knownLanguage(
  { languages }: Pick<OutboxRoutesDeps, 'languages'>,
  language: string | undefined,
): string | undefined {
  return languages.find((tag) => tag === language)
}
