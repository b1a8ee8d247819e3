import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Db } from '../../store/engine/database.ts'
import { outboxMark } from '../../store/views/captured-messages.ts'
import type { OpsEnv } from '../access/visitor.ts'
import type { CaptureSignal } from './capture-signal.ts'

export interface OutboxEventsDeps {
  readonly db: Db
  readonly captures: CaptureSignal
  readonly now: () => Date
}

// Proxies close connections that are silent for a minute.
const HEARTBEAT_MS = 15_000
// A burst of messages causes one change, or a few.
const PAUSE_MS = 100

/**
 * `GET /outbox/events`: an event `change` when a message is captured or the outbox is cleared, without
 * anything of the messages. Its id is the mark of the outbox, which the page also contains. A page that
 * connects with an old mark gets an event at once. The sign-out ends the stream.
 */
export function outboxEvents({ db, captures, now }: OutboxEventsDeps) {
  const routes = new Hono<OpsEnv & { Bindings: { readonly closing?: AbortSignal } }>()
  routes.get('/outbox/events', (c) => {
    const { closing } = c.env
    const { isStillIn } = c.get('visitor')
    c.header('X-Accel-Buffering', 'no')
    return streamSSE(c, async (stream) => {
      const end = () => void stream.close()
      closing?.addEventListener('abort', end)
      const open = () => !stream.aborted && !stream.closed && !closing?.aborted
      try {
        await stream.write('retry: 1000\n\n')
        let mark = c.req.header('last-event-id') ?? c.req.query('mark')
        let spoke = now().getTime()
        while (open()) {
          // The wait begins before the query, so that no message in between is missed.
          const next = captures.next(HEARTBEAT_MS)
          const current = await outboxMark(db)
          if (!(await isStillIn())) break
          if (current !== mark) {
            mark = current
            spoke = now().getTime()
            await stream.writeSSE({ event: 'change', id: mark, data: '' })
            await stream.sleep(PAUSE_MS)
          } else if (now().getTime() - spoke >= HEARTBEAT_MS) {
            spoke = now().getTime()
            await stream.write(': still here\n\n')
          }
          await next
        }
      } catch {
        // The database does not answer, which /readyz shows. The browser connects again.
      } finally {
        closing?.removeEventListener('abort', end)
      }
    })
  })
  return routes
}
