import type { Runtime } from '../domain/runtime.ts'

type Environment = Readonly<Record<string, string | undefined>>

// Hosts that end or freeze the process after an answer say so with these.
const SERVERLESS = ['VERCEL', 'AWS_LAMBDA_FUNCTION_NAME', 'NETLIFY', 'FUNCTIONS_WORKER_RUNTIME']

/** How long processes of this host live, as its environment says. */
export function runtimeOf(env: Environment): Runtime {
  return SERVERLESS.some((name) => env[name]) ? 'serverless' : 'server'
}

/** Keeps the process of a host awake until the promise has settled. */
export type WaitUntil = (promise: Promise<unknown>) => void

// Where Next.js and Vercel put theirs for the request under way.
const PLACES = ['@next/request-context', '@vercel/request-context'].map((name) => Symbol.for(name))

interface Place {
  get?(): { waitUntil?: WaitUntil } | undefined
}

/** The host's own `waitUntil` for the request under way; null if it has none. */
export function hostWaitUntil(globals: object = globalThis): WaitUntil | null {
  const places = globals as Record<symbol, Place | undefined>
  for (const name of PLACES) {
    const waitUntil = places[name]?.get?.()?.waitUntil
    if (waitUntil) return waitUntil
  }
  return null
}
