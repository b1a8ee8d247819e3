import { Hono } from 'hono'

export type Checks = Readonly<Record<string, () => Promise<void>>>

/** `/healthz`: the process lives. `/readyz`: it can accept and send, or which part cannot. */
export function health(checks: Checks, stopping: () => boolean): Hono {
  const routes = new Hono()
  routes.get('/healthz', (c) => c.json({ status: 'ok' }))
  routes.get('/readyz', async (c) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await outcomeOf(check)] as const),
    )
    const ready = !stopping() && results.every(([, outcome]) => outcome === 'ok')
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

async function outcomeOf(check: () => Promise<void>): Promise<string> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(reject, PATIENCE_MS)
  try {
    await Promise.race([check(), late])
    return 'ok'
  } catch (error) {
    return error instanceof StoppedError ? `stopped: ${error.message}` : 'failed'
  } finally {
    clearTimeout(timer)
  }
}
