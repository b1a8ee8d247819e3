import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { baseOf } from '../ui/base.tsx'
import { isSecure } from './origin.ts'
import { SESSION_SECONDS, type Session, type Sessions } from './session.ts'

const NAME = 'bellhop_session'

export function readSession(
  c: Context,
  sessions: Sessions,
  publicUrl: string | undefined,
): Promise<Session | null> {
  const { prefix }: CookieOptions = attributes(c, publicUrl)
  return sessions.read(prefix ? getCookie(c, NAME, prefix) : getCookie(c, NAME))
}

export function writeSession(c: Context, value: string, publicUrl: string | undefined): void {
  setCookie(c, NAME, value, { ...attributes(c, publicUrl), maxAge: SESSION_SECONDS })
}

export function dropSession(c: Context, publicUrl: string | undefined): void {
  deleteCookie(c, NAME, attributes(c, publicUrl))
}

// Lax, not Strict: a link to a message, for example in an alert, must not lead to the sign-in page.
// Changes must come from Bellhop's own pages besides. With `__Host-`, no other host of our domain can set the
// cookie; browsers take it for the path `/` only, and the rest of an app does not need the cookie.
function attributes(c: Context, publicUrl: string | undefined) {
  const path = baseOf(c) || '/'
  const common = { path, httpOnly: true, sameSite: 'Lax' } as const
  if (!isSecure(c, publicUrl)) return common
  return { ...common, secure: true, prefix: path === '/' ? 'host' : 'secure' } as const
}
