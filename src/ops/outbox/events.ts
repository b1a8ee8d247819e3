import { Hono } from 'hono'
import type { Db } from '../../store/engine/database.ts'
import { outboxMark } from '../../store/views/captured-messages.ts'
import type { OpsEnv } from '../access/visitor.ts'
import { eventStream } from '../ui/event-stream.ts'
import type { CaptureSignal } from './capture-signal.ts'

export interface OutboxEventsDeps {
  readonly db: Db
  readonly captures: CaptureSignal
  readonly now: () => Date
}

/**
 * `GET /outbox/events`: an event `change` when a message is captured or the outbox is cleared, without
 * anything of the messages. Its id is the mark of the outbox, which the page also contains. A page that
 * connects with an old mark gets an event at once. The sign-out ends the stream.
 */
export function outboxEvents({ db, captures, now }: OutboxEventsDeps) {
  return new Hono<OpsEnv>().get('/outbox/events', (c) => {
    let mark = c.req.header('last-event-id') ?? c.req.query('mark')
    return eventStream(c, {
      now,
      wait: captures.next,
      async look() {
        const current = await outboxMark(db)
        if (current === mark) return []
        mark = current
        return [{ event: 'change', id: current, data: '' }]
      },
    })
  })
}
