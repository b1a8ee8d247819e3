import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/
const PRIVATE = /^(?:::ffff:)?(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)|^f[cd]/i
// An IPv6 address and a port.
const LONGEST_ADDRESS = 64
const FORWARDED = ['forwarded', 'via', 'x-real-ip', 'cf-connecting-ip']

/**
 * Whether somebody at this machine asks. A tunnel or a proxy on it connects from here too, hence the
 * other signs: its visitors ask for another host name. The same check stops a page elsewhere whose
 * name was rebound to 127.0.0.1.
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

/**
 * Whose tries to count. Behind a proxy everybody has its address; the last entry of
 * `x-forwarded-for` is then the one that the proxy itself wrote. From elsewhere anybody could write it.
 */
export function addressOf(c: Context): string {
  const peer = peerOf(c)
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  if (!forwarded || !(LOOPBACK.test(peer) || PRIVATE.test(peer))) return peer
  // A copy, since a part of a string keeps all of it, and of no more than an address takes.
  return Buffer.from(forwarded.slice(0, LONGEST_ADDRESS)).toString()
}

/** Whether the browser says that another site made it ask. Programs say nothing, and carry no cookies. */
export function isCrossSite(c: Context, publicUrl: string | undefined): boolean {
  const site = c.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return true
  const origin = c.req.header('origin')
  if (origin === undefined) return false
  // Behind a proxy that rewrites the host, our own pages have the public address.
  if (publicUrl && origin === new URL(publicUrl).origin) return false
  return !URL.canParse(origin) || new URL(origin).host !== c.req.header('host')
}

/** Whether no browser made this request: all of them name the origin of a change. */
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

/** A path of ours to go on to. Anything else, another site's above all, becomes the list of messages. */
export function ownPath(next: string | undefined): string {
  const fallback = '/messages'
  if (!next?.startsWith('/') || next.length > 2_000 || !URL.canParse(next, 'http://own')) {
    return fallback
  }
  // As a browser would read it: tabs fall out, backslashes turn, dots go up.
  const { origin, pathname, search } = new URL(next, 'http://own')
  if (origin !== 'http://own' || pathname.startsWith('//')) return fallback
  return /^\/log(?:in|out)$/.test(pathname) ? fallback : `${pathname}${search}`
}

function peerOf(c: Context): string {
  return getConnInfo(c).remote.address ?? ''
}
