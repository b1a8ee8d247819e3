/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import type { ManySentAgain, SendAgain } from '../../delivery/send-again.ts'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { Db } from '../../store/engine/database.ts'
import type { FailedSince } from '../../store/message/send-again-refusals.ts'
import { requireOperator } from '../access/operators-only.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { shownInstances } from '../ui/instance.tsx'
import { page } from '../ui/layout.tsx'
import { failedFilter, failedQuery } from './query.ts'
import { SendAgainPage } from './send-again-page.tsx'

const TITLE = 'Send failed messages again'

export interface SendAgainDeps {
  readonly db: Db
  readonly sendAgain: SendAgain
  readonly instances: InstanceNames
  readonly now: () => Date
}

/** The page that sends again all messages that failed since a given time. */
export function sendAgainRoutes({ db, sendAgain, instances, now }: SendAgainDeps): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()

  routes.get('/messages/resend-failed', requireOperator, (c) => {
    const fields = c.req.query()
    return show(c, fields, sendAgain.previewFailedSince, {
      done: false,
      asked: fields.since !== undefined,
    })
  })
  routes.post('/messages/resend-failed', requireOperator, async (c) => {
    const send = (filter: FailedSince) => sendAgain.failedSince(filter, c.get('visitor').actor)
    return show(c, await c.req.parseBody(), send, { done: true, asked: true })
  })

  async function show(
    c: Context<OpsEnv>,
    fields: unknown,
    run: (filter: FailedSince) => Promise<ManySentAgain>,
    { done, asked }: { readonly done: boolean; readonly asked: boolean },
  ) {
    const query = failedQuery.safeParse(fields)
    const filter = query.success ? failedFilter(query.data, instances) : null
    const answer = filter && { since: filter.since, result: await run(filter), done }
    return page(
      c,
      TITLE,
      <SendAgainPage
        filter={filter ? { ...filter, instance: filter.instanceId } : {}}
        instances={await shownInstances(db, instances, filter?.instanceId)}
        answer={answer}
        fault={asked && !query.success}
        now={now()}
      />,
      { status: done && !query.success ? 400 : 200, instances: false },
    )
  }

  return routes
}
