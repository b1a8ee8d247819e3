import { Hono } from 'hono'
import pTimeout from 'p-timeout'
import { recent } from './recent.ts'

/** Rejects while the part does not work; `unproven` while it has not shown yet that it does. */
export type Checks = Readonly<Record<string, () => Promise<unknown>>>

/** `/healthz`: the process lives. `/readyz`: it can accept and send, or which part cannot. */
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

/** A part that stands still for a cause with a name, which is shown. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError'
}

const PATIENCE_MS = 2_000

async function outcomeOf(check: () => Promise<unknown>): Promise<string> {
  try {
    const result = await pTimeout(check(), { milliseconds: PATIENCE_MS })
    return result === 'unproven' ? 'unproven' : 'ok'
  } catch (error) {
    return error instanceof StoppedError ? `stopped: ${error.message}` : 'failed'
  }
}
