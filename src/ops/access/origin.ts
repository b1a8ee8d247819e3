import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/
const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'cf-connecting-ip']

/**
 * Whether the request comes from this machine. A tunnel or a proxy also connects from here, but with
 * another host name or with forwarding headers. The host name also stops DNS rebinding: another site
 * whose name resolves to 127.0.0.1.
 */
export function isLocal(c: Context): boolean {
  const host = new URL(c.req.url).hostname
  return (
    LOOPBACK.test(peerOf(c)) &&
    ['localhost', '127.0.0.1', '[::1]'].includes(host) &&
    !Object.keys(c.req.header()).some(
      (name) => name.startsWith('x-forwarded-') || FORWARDED.includes(name),
    )
  )
}

/** Whether the browser says that the change comes from one of Bellhop's own pages. */
export type IsOwnChange = (c: Context) => boolean

/** Behind a proxy that changes the host, Bellhop's pages have the origin of `publicUrl`. */
export function createIsOwnChange(publicUrl: string | undefined): IsOwnChange {
  const ownOrigin = publicUrl && new URL(publicUrl).origin
  return (c) => {
    const { origin, host, 'sec-fetch-site': site } = c.req.header()
    // Of any content type: reports of a content security policy are posted to other sites, too.
    if (site) return site === 'same-origin'
    if (origin === undefined) return false
    // Only the host: a proxy may have taken the https away.
    return origin === ownOrigin || (URL.canParse(origin) && new URL(origin).host === host)
  }
}

/** Whether the request was not made by a browser. Browsers send the origin of every change. */
export function isProgram(c: Context): boolean {
  const { origin, cookie, 'sec-fetch-site': site } = c.req.header()
  return origin === undefined && cookie === undefined && site === undefined
}

export function isSecure(c: Context, publicUrl: string | undefined): boolean {
  return (
    publicUrl?.startsWith('https:') === true ||
    c.req.url.startsWith('https:') ||
    c.req.header('x-forwarded-proto') === 'https'
  )
}

/** The path to go to after the sign-in. Anything but a path of Bellhop becomes the list of messages. */
export function ownPath(next: string | undefined): string {
  const fallback = '/messages'
  if (!next?.startsWith('/') || next.length > 2_000 || !URL.canParse(next, 'http://own')) {
    return fallback
  }
  // Parsed as browsers do: they drop tabs, turn backslashes around and resolve dots.
  const { origin, pathname, search } = new URL(next, 'http://own')
  if (origin !== 'http://own' || pathname.startsWith('//')) return fallback
  return /^\/log(?:in|out)$/.test(pathname) ? fallback : `${pathname}${search}`
}

/** The address of the other end of the connection; empty if it is not known. */
export function peerOf(c: Context): string {
  // Inside an app there is no connection to look at.
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? '') : ''
}
