import { retryAfterMs } from '../domain/rate-limit.ts'
import { ClerkFault, faultOf } from './clerk-fault.ts'

/** Clerk's Backend API, which CLERK_API_URL can replace. */
export const CLERK_API_URL = 'https://api.clerk.com'

// The newest version whose specification has the endpoints that Bellhop uses.
const API_VERSION = '2026-05-12'

export interface BackendApiOptions {
  /** Without `/v1`. */
  readonly url: string
  readonly secretKey: string
  readonly fetch: typeof fetch
  readonly wait: (ms: number) => Promise<void>
  /** How long an answer may take. Default 10 s. */
  readonly timeoutMs?: number | undefined
  /** How long to wait altogether while Clerk answers that there were too many requests. Default two minutes. */
  readonly longestWaitsMs?: number | undefined
}

/** Makes one request and returns the body of its answer. Throws a ClerkFault. */
export type CallClerk = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>

// Clerk counts the requests of 10 s, so a longer wait means that something else uses the key.
const USUAL_LONGEST_WAITS_MS = 120_000
const SHORTEST_WAIT_MS = 500
/** If Clerk does not say how long to wait. */
const USUAL_WAIT_MS = 10_000

/** Clerk's Backend API. Waits as long as Clerk asks for after too many requests, up to a limit. */
export function createBackendApi({
  url,
  secretKey,
  fetch,
  wait,
  timeoutMs = 10_000,
  longestWaitsMs = USUAL_LONGEST_WAITS_MS,
}: BackendApiOptions): CallClerk {
  async function ask(...[method, path, body]: Parameters<CallClerk>): Promise<Response> {
    try {
      return await fetch(`${url}${path}`, {
        method,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          Authorization: `Bearer ${secretKey}`,
          'Clerk-API-Version': API_VERSION,
          'User-Agent': 'bellhop',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch (error) {
      throw new ClerkFault('unreachable', { cause: error })
    }
  }

  return async (...request) => {
    let waited = 0
    for (;;) {
      const response = await ask(...request)
      if (response.ok) return bodyOf(response)
      const pause = response.status === 429 ? pauseOf(response) : Number.POSITIVE_INFINITY
      if (waited + pause > longestWaitsMs) {
        throw faultOf(response.status, await response.json().catch(() => null), secretKey)
      }
      await response.body?.cancel()
      await wait(pause)
      waited += pause
    }
  }
}

function pauseOf({ headers }: Response): number {
  const wanted = retryAfterMs(Object.fromEntries(headers)) ?? USUAL_WAIT_MS
  return Math.max(wanted, SHORTEST_WAIT_MS)
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw new ClerkFault('unreadable', { status: response.status, cause: error })
  }
}
