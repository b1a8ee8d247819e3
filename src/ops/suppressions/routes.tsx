/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { createSuppressByHand } from '../../delivery/suppress-by-hand.ts'
import { auditNote } from '../../domain/audit-note.ts'
import { parseRecipient } from '../../domain/recipient.ts'
import { writeAudit } from '../../store/audit.ts'
import { allowAgain, findSuppression, listSuppressions } from '../../store/suppressions.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { channel, text } from '../messages/query.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { validId } from '../validate.ts'
import { AllowAgainPage } from './allow-again.tsx'
import { suppressionExportRoutes } from './export-routes.ts'
import { type SuppressionDeps, suppressionFilter } from './filter.ts'
import { SuppressionsPage, type SuppressionsPageProps } from './page.tsx'

const PAGE_SIZE = 20

const newSuppression = z.object({
  channel,
  address: z.string(),
  scope: z.enum(['unasked', 'all']),
  note: text(500).optional(),
})

const allowBody = z.object({
  note: text(1_000).catch(''),
  /** The page that the form was on. */
  message: z.uuid().optional().catch(undefined),
})

const DONE = {
  added: 'The address is suppressed.',
  there: 'The address was put on the list by hand before.',
  allowed: 'The address is allowed again.',
} as const

/** The list of suppressed addresses, to which an operator can add one and from which one can be removed. */
export function suppressionRoutes(deps: SuppressionDeps): Hono<OpsEnv> {
  const { db, now, newId } = deps
  const suppressByHand = createSuppressByHand(deps)
  const routes = new Hono<OpsEnv>()

  routes.get('/suppressions', (c) => show(c))

  routes.post('/suppressions', requireOperator, async (c) => {
    const body = await c.req.parseBody()
    const { data } = newSuppression.safeParse(body)
    const recipient = data && parseRecipient(data.channel, data.address)
    if (!data || !recipient) {
      const text =
        data?.channel === 'sms'
          ? 'Not suppressed: write the number with + and its country code, such as +4915112345678.'
          : 'Not suppressed: write one address, such as ada@example.com.'
      const typed = z.record(z.string(), z.string()).safeParse(body).data ?? {}
      return show(c, { notice: { tone: 'bad', text }, faulty: typed })
    }
    const { actor } = c.get('visitor')
    const note = data.note?.trim() || null
    const added = await suppressByHand({ ...data, address: recipient, note, actor })
    return c.redirect(address(c, `/suppressions?done=${added ? 'added' : 'there'}`), 303)
  })

  routes.get('/suppressions/:id/allow', requireOperator, validId, async (c) => {
    const suppression = await findSuppression(db, c.req.valid('param').id)
    // It was allowed already, perhaps by this form, whose path the browser still has.
    if (!suppression) return c.redirect(address(c, '/suppressions'))
    const body = <AllowAgainPage suppression={suppression} />
    return page(c, 'Allow an address again', body, { shape: 'column', instances: false })
  })

  routes.post('/suppressions/:id/allow', requireOperator, validId, async (c) => {
    const { note, message } = allowBody.parse(await c.req.parseBody())
    await allow(c.req.valid('param').id, c.get('visitor').actor, auditNote(note))
    const back = message ? `/messages/${message}` : '/suppressions?done=allowed'
    return c.redirect(address(c, back), 303)
  })

  routes.route('/', suppressionExportRoutes(deps))

  async function show(
    c: Context<OpsEnv>,
    answer: Pick<SuppressionsPageProps, 'notice' | 'faulty'> = {},
  ) {
    const visitor = c.get('visitor')
    const { q, channel } = suppressionFilter(c.req.query())
    const filter = { channel, q: visitor.role === 'operator' ? q : undefined }
    const cursor = z.uuid().safeParse(c.req.query('cursor')).data
    const query = { channel, search: filter.q, limit: PAGE_SIZE, cursor }
    const done = z.enum(['added', 'there', 'allowed']).safeParse(c.req.query('done')).data
    return page(
      c,
      'Suppressions',
      <SuppressionsPage
        {...(await listSuppressions(db, query))}
        filter={filter}
        paged={cursor !== undefined}
        visitor={visitor}
        notice={answer.notice ?? (done && { tone: 'info', text: DONE[done] })}
        faulty={answer.faulty}
      />,
      { status: answer.faulty ? 400 : 200, instances: false },
    )
  }

  function allow(id: string, actor: string, note: string | null): Promise<void> {
    return db.transaction().execute(async (tx) => {
      const allowed = await allowAgain(tx, id)
      // Another operator has already allowed it.
      if (!allowed) return
      const what = `${allowed.channel} ${allowed.address} (${allowed.reason})`
      await writeAudit(tx, {
        id: newId(),
        at: now(),
        actor,
        action: 'allow_again',
        messageId: allowed.messageId,
        detail: note ? `${what}: ${note}` : what,
      })
    })
  }

  return routes
}
