import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Whether a request failed before there was a connection to send it over. */
export interface ConnectionWatch extends Disposable {
  /** Why there was no connection; null if there was one, or if that is not known. */
  failure(): string | null
}

// What Node's fetch reports about a request that failed, to those who listen.
const FAILED_REQUESTS = 'undici:request:error'

interface FailedRequest {
  readonly request: { readonly headers: readonly string[] }
  readonly error: unknown
}

/**
 * Watches the request that has `key` among its headers. The SDK has one error for all requests without a
 * usable answer, but a request that was never sent is not in doubt.
 */
export function watchConnection(key: string): ConnectionWatch {
  let failure: string | null = null
  const listen = (message: unknown) => {
    const { request, error } = message as FailedRequest
    if (request.headers.includes(key)) failure = connectionFailure(error)
  }
  subscribe(FAILED_REQUESTS, listen)
  return {
    failure: () => failure,
    [Symbol.dispose]: () => void unsubscribe(FAILED_REQUESTS, listen),
  }
}

const FAILURES: Readonly<Record<string, string>> = {
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'dns_failed',
  ECONNREFUSED: 'connection_refused',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
}

/** The cause, if the error says that no connection came about; null otherwise. */
function connectionFailure(error: unknown): string | null {
  // A host with several addresses has an error for each.
  if (error instanceof AggregateError) {
    const causes = error.errors.map(connectionFailure)
    return causes.includes(null) ? null : (causes[0] ?? null)
  }
  const { code, syscall } = (error ?? {}) as { readonly code?: unknown; readonly syscall?: unknown }
  if (typeof code === 'string' && Object.hasOwn(FAILURES, code)) return FAILURES[code] ?? null
  return syscall === 'connect' ? 'connect_failed' : null
}
