import { hkdfSync } from 'node:crypto'
import { sealData, unsealData } from 'iron-session'
import { z } from 'zod'

const session = z.object({
  id: z.string().min(1),
  role: z.enum(['viewer', 'operator']),
  /** When it ends by itself, in milliseconds. */
  until: z.number().transform((ms) => new Date(ms)),
})

/** A person who has signed in with a token. */
export type Session = Readonly<z.infer<typeof session>>

/**
 * The content of the session cookie. Every instance with the same secrets can read it. The database
 * only holds the sessions that were ended by a sign-out (`store/ended-sessions.ts`).
 */
export interface Sessions {
  open(session: Pick<Session, 'id' | 'role'>): Promise<string>
  /** Null if the cookie was not made with these secrets, or has expired. */
  read(value: string | undefined): Promise<Session | null>
}

export const SESSION_SECONDS = 12 * 60 * 60

/** When one of the secrets changes, everybody has to sign in again. */
export function createSessions(secrets: readonly string[], now: () => Date): Sessions {
  const key = hkdfSync('sha256', JSON.stringify(secrets), '', 'bellhop operations pages', 32)
  const options = { password: Buffer.from(key).toString('base64url'), ttl: SESSION_SECONDS }

  return {
    open({ id, role }) {
      const until = now().getTime() + SESSION_SECONDS * 1000
      return sealData({ id, role, until }, options)
    },
    async read(value = '') {
      // Empty if the seal is wrong.
      const { data } = session.safeParse(await unsealData(value, options))
      return data && data.until > now() ? data : null
    },
  }
}
