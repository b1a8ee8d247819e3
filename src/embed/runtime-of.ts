import type { Runtime } from '../domain/runtime.ts'
import type { Environment } from '../domain/variables.ts'

// Hosts that end or freeze the process after an answer say so with these.
const SERVERLESS = ['VERCEL', 'AWS_LAMBDA_FUNCTION_NAME', 'NETLIFY', 'FUNCTIONS_WORKER_RUNTIME']

/** How long processes of this host live, as its environment says. */
export function runtimeOf(env: Environment): Runtime {
  // `vercel dev`, and the `.env.local` that `vercel env pull` writes on a developer's machine, set VERCEL too.
  const isLocal = env.VERCEL_ENV === 'development'
  return !isLocal && SERVERLESS.some((name) => env[name]) ? 'serverless' : 'server'
}

/**
 * Keeps the process of a host awake until the promise has settled.
 *
 * @example
 * const waitUntil: WaitUntil = (promise) => context.waitUntil(promise)
 */
export type WaitUntil = (promise: Promise<unknown>) => void

// Where Next.js and Vercel put theirs for the request under way.
const PLACES = ['@next/request-context', '@vercel/request-context'].map((name) => Symbol.for(name))

interface Place {
  get?(): { waitUntil?: WaitUntil } | undefined
}

/** Asks the host to stay awake until the promise has settled; false if it has no `waitUntil` for the request under way. */
export function hostWaitsUntil(promise: Promise<unknown>, globals: object = globalThis): boolean {
  const places = globals as Record<symbol, Place | undefined>
  for (const name of PLACES) {
    const found = places[name]?.get?.()
    if (found?.waitUntil) {
      found.waitUntil(promise)
      return true
    }
  }
  return false
}
