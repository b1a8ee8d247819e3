import { createHash } from 'node:crypto'
import type { Answer } from './provider-server.ts'
import type { ReceivedRequest } from './received-request.ts'

const LIFETIME_MS = 24 * 60 * 60 * 1000

interface Entry {
  readonly fingerprint: string
  readonly since: number
  /** Null while the first request is under way. */
  answer: Answer | null
}

/** The result of comparing a request with the keys of earlier requests. */
export type KeyState =
  | { readonly kind: 'new' }
  | { readonly kind: 'in_flight' }
  | { readonly kind: 'other_body' }
  | { readonly kind: 'replay'; readonly answer: Answer }

/** Resend's memory of idempotency keys. */
export function createIdempotencyKeys(now: () => Date) {
  const entries = new Map<string, Entry>()
  return {
    /** Looks up `key`, and reserves it if it is free. */
    begin(key: string, request: ReceivedRequest): KeyState {
      const fingerprint = fingerprintOf(request)
      const entry = entries.get(key)
      if (!entry || now().getTime() - entry.since >= LIFETIME_MS) {
        entries.set(key, { fingerprint, since: now().getTime(), answer: null })
        return { kind: 'new' }
      }
      if (entry.fingerprint !== fingerprint) return { kind: 'other_body' }
      return entry.answer ? { kind: 'replay', answer: entry.answer } : { kind: 'in_flight' }
    },
    /** Keeps the answer of an accepted request. One that accepted nothing leaves its key free. */
    end(key: string, answer: Answer): void {
      const entry = entries.get(key)
      if (entry && answer.status < 300) entry.answer = answer
      else entries.delete(key)
    },
  }
}

/** Compared byte by byte, so that a repeat with another order of fields is noticed. */
function fingerprintOf({ path, headers, body }: ReceivedRequest): string {
  const validation = headers['x-batch-validation'] ?? ''
  return createHash('sha256').update([path, validation, body].join('\n')).digest('hex')
}
