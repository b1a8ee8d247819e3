/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import type { SendAgain } from '../../delivery/send-again.ts'
import type { InstanceNames } from '../../domain/instance-names.ts'
import { mayBeSentAgain } from '../../domain/message.ts'
import type { SendAgainRefusal } from '../../domain/send-again.ts'
import { writeAudit } from '../../store/audit.ts'
import type { Db } from '../../store/engine/database.ts'
import { readMessageHistory, readRecipient } from '../../store/views/message-history.ts'
import { listRelated } from '../../store/views/related-messages.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { address } from '../ui/base.tsx'
import { page } from '../ui/layout.tsx'
import { validId } from '../validate.ts'
import { MessagePage } from './message-page.tsx'
import { titleOf } from './message-words.ts'

export interface MessageDeps {
  readonly db: Db
  readonly sendAgain: SendAgain
  readonly instances: InstanceNames
  /** Null if there is no outbox. */
  readonly outbox: unknown
  readonly now: () => Date
  readonly newId: () => string
}

/** The page of one message, with its actions. */
export function oneMessageRoutes(deps: MessageDeps): Hono<OpsEnv> {
  const { db, sendAgain, instances, outbox, now, newId } = deps
  const routes = new Hono<OpsEnv>()

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
    const { message } = history
    const visitor = c.get('visitor')
    const isOperator = visitor.role === 'operator'
    const whyNotAgain =
      answer.refusal ?? (mayBeSentAgain(message) ? await sendAgain.whyNot(id) : 'status')
    return page(
      c,
      titleOf(message),
      <MessagePage
        history={history}
        related={await listRelated(db, id)}
        instanceName={instances.nameOf(message.instanceId)}
        visitor={visitor}
        whyNotAgain={whyNotAgain}
        captured={Boolean(outbox) && message.provider === 'capture' && isOperator}
        revealed={answer.revealed}
        refusal={answer.refusal}
        now={now()}
      />,
      { status: answer.refusal ? 409 : 200, instances: false },
    )
  }

  return routes
}
