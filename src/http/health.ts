import { Hono } from 'hono'
import pTimeout from 'p-timeout'
import { recent } from './recent.ts'

/** Each check rejects while its part does not work, and resolves with `unproven` while nothing has shown yet that it works. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>

/** `/healthz`: the process is alive. `/readyz`: it can accept and send messages, or which part cannot. */
export function health(checks: Checks, stopping: () => boolean, keptMs: number): Hono {
  const routes = new Hono()
  const outcomes = recent(
    () =>
      Promise.all(
        Object.entries(checks).map(
          async ([name, check]) => [name, await outcomeOf(check)] as const,
        ),
      ),
    keptMs,
  )
  routes.get('/healthz', (c) => c.json({ status: 'ok' }))
  routes.get('/readyz', async (c) => {
    const results = await outcomes()
    const ready =
      !stopping() && results.every(([, outcome]) => outcome === 'ok' || outcome === 'unproven')
    return c.json(
      {
        status: stopping() ? 'stopping' : ready ? 'ready' : 'unavailable',
        checks: Object.fromEntries(results),
      },
      ready ? 200 : 503,
    )
  })
  return routes
}

/** The part is stopped; `/readyz` shows the message of this error. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

const CHECK_LIMIT_MS = 2_000

async function outcomeOf(check: () => Promise<unknown>): Promise<string> {
  try {
    const result = await pTimeout(check(), { milliseconds: CHECK_LIMIT_MS })
    return result === 'unproven' ? 'unproven' : 'ok'
  } catch (error) {
    return error instanceof StoppedError ? `stopped: ${error.message}` : 'failed'
  }
}
