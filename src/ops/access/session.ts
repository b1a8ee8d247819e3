import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Visitor } from './visitor.ts'

type Role = Visitor['role']

/** Somebody who has signed in with a token. */
export interface Session {
  readonly id: string
  readonly role: Role
}

/** A session that the browser has shown, and when it ends by itself. */
export interface ShownSession extends Session {
  readonly until: Date
}

/**
 * Signs what the browser keeps for us. Every instance with the same secrets can read it; only that a
 * session has ended is stored (`store/ended-sessions.ts`).
 */
export interface Sessions {
  open(session: Session): string
  /** Null for what we did not sign, or what has expired. */
  read(value: string | undefined): ShownSession | null
}

export const SESSION_SECONDS = 12 * 60 * 60

/** `secrets` sign; when one of them changes, everybody signs in anew. */
export function createSessions(secrets: readonly string[], now: () => Date): Sessions {
  const key = Buffer.from(
    hkdfSync('sha256', JSON.stringify(secrets), '', 'bellhop operations pages', 32),
  )
  // The purpose is part of what is signed, so that one kind never passes for another.
  const sign = (purpose: string, value: string) =>
    createHmac('sha256', key).update(`${purpose}:${value}`).digest('base64url')

  return {
    open({ id, role }) {
      const content = `${role}.${id}.${now().getTime() + SESSION_SECONDS * 1000}`
      return `${content}.${sign('session', content)}`
    },
    read(value = '') {
      const [role, id, until, signature = ''] = value.split('.')
      if (!isSame(signature, sign('session', `${role}.${id}.${until}`))) return null
      if (!id || (role !== 'viewer' && role !== 'operator')) return null
      return Number(until) > now().getTime() ? { id, role, until: new Date(Number(until)) } : null
    },
  }
}

/** Compares without telling by the time it takes where the difference is. */
export function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
