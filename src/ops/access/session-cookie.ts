import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { isSecure } from './origin.ts'
import { SESSION_SECONDS, type Session, type Sessions } from './session.ts'

const NAME = 'bellhop_session'

export function readSession(
  c: Context,
  sessions: Sessions,
  publicUrl: string | undefined,
): Promise<Session | null> {
  const value = isSecure(c, publicUrl) ? getCookie(c, NAME, 'host') : getCookie(c, NAME)
  return sessions.read(value)
}

export function writeSession(c: Context, value: string, publicUrl: string | undefined): void {
  setCookie(c, NAME, value, { ...attributes(c, publicUrl), maxAge: SESSION_SECONDS })
}

export function dropSession(c: Context, publicUrl: string | undefined): void {
  deleteCookie(c, NAME, attributes(c, publicUrl))
}

// Lax, not Strict: a link to a message, for example in an alert, must not lead to the sign-in page.
// Changes must come from Bellhop's own pages besides. With `__Host-`, no other host of our domain can
// set the cookie.
function attributes(c: Context, publicUrl: string | undefined) {
  const common = { path: '/', httpOnly: true, sameSite: 'Lax' } as const
  return isSecure(c, publicUrl) ? ({ ...common, secure: true, prefix: 'host' } as const) : common
}
