import { type ChannelListener, subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** Whether a request failed before there was a connection to send it over. */
export interface ConnectionWatch extends Disposable {
  /** Why there was no connection; null if there was one, or if that is not known. */
  failure(): string | null
}

// What Node's fetch reports to those who listen.
const CREATED = 'undici:request:create'
const SENDING = 'undici:client:sendHeaders'
const FAILED = 'undici:request:error'

interface Report {
  readonly request: { readonly headers: readonly string[] }
  readonly socket?: Socket
  readonly error?: unknown
}

/**
 * Watches the request that is made next with `key` among its headers. The SDK has one error for all requests
 * without a usable answer, but a request that was never sent is not in doubt. Without `mayBegin` it is not sent.
 */
export function watchConnection(key: string, mayBegin: () => boolean): ConnectionWatch {
  let watched: Report['request'] | null = null
  let isSent = false
  let failure: string | null = null
  // An earlier request with the same key may be reported late, so the key alone does not identify it.
  const listeners: Readonly<Record<string, (report: Report) => void>> = {
    [CREATED]({ request }) {
      if (request.headers.includes(key)) watched ??= request
    },
    // Reported just before the first byte is written.
    [SENDING]({ request, socket }) {
      if (request !== watched) return
      if (mayBegin()) {
        isSent = true
        return
      }
      failure = 'too_late'
      socket?.destroy()
    },
    [FAILED]({ request, error }) {
      if (request === watched && !isSent) failure ??= connectionFailure(error)
    },
  }
  const each = Object.entries(listeners) as [string, ChannelListener][]
  for (const [channel, listener] of each) subscribe(channel, listener)
  return {
    failure: () => failure,
    [Symbol.dispose]() {
      for (const [channel, listener] of each) unsubscribe(channel, listener)
    },
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
