/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import type { SendAgain } from '../../delivery/send-again.ts'
import type { InstanceNames } from '../../domain/instance-names.ts'
import { mayBeSentAgain } from '../../domain/message.ts'
import type { SendAgainRefusal } from '../../domain/send-again.ts'
import { writeAudit } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import { readMessageHistory, readRecipient } from '../../store/views/message-history.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { validId } from '../validate.ts'
import { exportRoutes } from './export-routes.ts'
import { listRoutes } from './list-routes.tsx'
import { MessagePage } from './message-page.tsx'
import { sendAgainRoutes } from './send-again-routes.tsx'

export interface MessageRoutesDeps {
  readonly db: Db
  readonly sendAgain: SendAgain
  readonly instances: InstanceNames
  /** Null if there is no outbox. */
  readonly outbox: unknown
  readonly now: () => Date
  readonly newId: () => string
}

/** The pages of the ledger, with their actions. */
export function messageRoutes({
  db,
  sendAgain,
  instances,
  outbox,
  now,
  newId,
}: MessageRoutesDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()

  routes.route('/', listRoutes({ db, instances, now }))
  routes.route('/', exportRoutes({ db, instances, now, newId }))
  routes.route('/', sendAgainRoutes({ db, sendAgain, instances, now }))
  routes.get('/messages/:id', validId, (c) => show(c, c.req.valid('param').id))

  // Browsers keep these paths in the address bar after a form was sent.
  for (const action of ['reveal', 'resend']) {
    routes.get(`/messages/:id/${action}`, validId, (c) =>
      c.redirect(address(c, `/messages/${c.req.valid('param').id}`)),
    )
  }

  routes.post('/messages/:id/reveal', requireOperator, validId, async (c) => {
    const { id } = c.req.valid('param')
    const revealed = await readRecipient(db, id)
    if (revealed === null) return show(c, id)
    await writeAudit(db, {
      id: newId(),
      at: now(),
      actor: c.get('visitor').actor,
      action: 'reveal',
      messageId: id,
      detail: null,
    })
    return show(c, id, { revealed })
  })

  routes.post('/messages/:id/resend', requireOperator, validId, async (c) => {
    const { id } = c.req.valid('param')
    const result = await sendAgain.one(id, c.get('visitor').actor)
    switch (result.kind) {
      case 'sent_again':
        return c.redirect(address(c, `/messages/${result.messageId}`), 303)
      case 'refused':
        return show(c, id, { refusal: result.reason })
      case 'not_found':
        return c.notFound()
    }
  })

  async function show(
    c: Context<OpsEnv>,
    id: string,
    answer: { readonly revealed?: string; readonly refusal?: SendAgainRefusal } = {},
  ) {
    const history = await readMessageHistory(db, id)
    if (!history) return c.notFound()
    const { provider } = history.message
    return page(
      c,
      history.message.slug ?? history.message.channel,
      <MessagePage
        history={history}
        instanceName={instances.nameOf(history.message.instanceId)}
        visitor={c.get('visitor')}
        whyNotAgain={
          mayBeSentAgain(history.message) && isOperator(c) ? await sendAgain.whyNot(id) : null
        }
        captured={Boolean(outbox) && provider === 'capture' && isOperator(c)}
        {...answer}
      />,
      { status: answer.refusal ? 409 : 200, instances: false },
    )
  }

  return routes
}

function isOperator(c: Context<OpsEnv>): boolean {
  return c.get('visitor').role === 'operator'
}
