import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Visitor } from '../access/visitor.ts'

export interface ServerEvent {
  readonly event: string
  readonly data: string
  readonly id?: string
}

export interface EventStreamOptions {
  readonly now: () => Date
  /** Resolves when it is time to look again, at the latest after `ms`. */
  readonly wait: (ms: number) => Promise<void>
  /** Reads what has changed since the last call. */
  readonly look: () => Promise<readonly ServerEvent[]>
}

// Proxies close connections that are silent for a minute.
const HEARTBEAT_MS = 15_000
// A burst of messages causes one change, or a few.
const PAUSE_MS = 100

/** Server-sent events for one page, until it is closed. The sign-out and the end of the service end it too. */
export function eventStream(c: Context, { now, wait, look }: EventStreamOptions): Response {
  const closing: AbortSignal | undefined = c.env?.closing
  const { isStillIn }: Visitor = c.get('visitor')
  c.header('X-Accel-Buffering', 'no')
  return streamSSE(c, async (stream) => {
    const end = () => void stream.close()
    closing?.addEventListener('abort', end)
    const open = () => !stream.aborted && !stream.closed && !closing?.aborted
    try {
      await stream.write('retry: 1000\n\n')
      let spoke = now().getTime()
      while (open()) {
        // The wait begins before the query, so that no change in between is missed.
        const next = wait(HEARTBEAT_MS)
        const events = await look()
        if (!(await isStillIn())) break
        if (events.length > 0) {
          spoke = now().getTime()
          for (const event of events) await stream.writeSSE(event)
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
}
