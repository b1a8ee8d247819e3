import { Hono } from 'hono'
import pTimeout from 'p-timeout'
import { ASK_DOCTOR } from '../domain/doctor.ts'
import { recent } from './recent.ts'

/** `unproven` while nothing has shown yet that a part works; with what speaks against it, if that is known. */
export type Proof = 'ok' | 'unproven' | `unproven: ${string}`

/** Each check rejects while its part does not work. */
export type Checks = Readonly<Record<string, () => Promise<Proof>>>

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
    const ready = !stopping() && results.every(([, outcome]) => isGood(outcome))
    return c.json(
      {
        status: stopping() ? 'stopping' : ready ? 'ready' : 'unavailable',
        checks: Object.fromEntries(results),
        ...(results.some(([, outcome]) => isStopped(outcome)) ? { fix: ASK_DOCTOR } : {}),
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

const STOPPED = 'stopped:'
const CHECK_LIMIT_MS = 2_000

/** An unproven part may well work, and only a message shows it. */
function isGood(outcome: string): boolean {
  return outcome === 'ok' || outcome.startsWith('unproven')
}

function isStopped(outcome: string): boolean {
  return outcome.startsWith(STOPPED)
}

async function outcomeOf(check: Checks[string]): Promise<string> {
  try {
    return await pTimeout(check(), { milliseconds: CHECK_LIMIT_MS })
  } catch (error) {
    return error instanceof StoppedError ? `${STOPPED} ${error.message}` : 'failed'
  }
}
