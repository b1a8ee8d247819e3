import { createHash, createVerify } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { type ClerkAllowList, type ClerkIdentity, identityOf } from './clerk-claims.ts'
import { createClerkKeys, fixedClerkKey } from './clerk-keys.ts'
import { withoutConsole } from './without-console.ts'

export interface ClerkSettings {
  readonly publishableKey: string
  /** With it, sessions can be renewed. Without it, the JWT key only checks them. */
  readonly secretKey: string | undefined
  readonly jwtKey: string | undefined
  /** The URL of Clerk's Backend API, if not the usual one. */
  readonly apiUrl: string | undefined
  /** Bellhop's own origin, as browsers spell it. */
  readonly publicUrl: string
  readonly list: ClerkAllowList
}

/** Clerk sends the browser to another address first. */
type Renewal = { readonly kind: 'redirect'; readonly location: string }

export interface ClerkSessions {
  readonly signInUrl: (next: string) => string
  /** Reads the session cookie. May set cookies of Clerk in the answer. */
  fromCookie(c: Context): Promise<ClerkIdentity | Renewal>
  fromBearer(token: string): Promise<ClerkIdentity>
}

// Clerk's tokens live for a minute, and only loading a page renews them. A person may read a page for
// longer before sending its form, so the token of a change may be older. The form must come from
// Bellhop's own page.
const FORM_MS = 15 * 60_000
const SKEW_MS = 5_000

const FORGED = { kind: 'signed_out', forged: true } as const

/** Sign-in with Clerk. `onTrouble` is called with the reason if it does not work and the visitor is not the cause. */
export function createClerkSessions(
  settings: ClerkSettings,
  { now, onTrouble }: { now: () => Date; onTrouble: (reason: string) => void },
): ClerkSessions {
  const { publishableKey, secretKey, jwtKey, apiUrl, publicUrl: home, list } = settings
  const keys = jwtKey
    ? fixedClerkKey(jwtKey)
    : createClerkKeys({ secretKey: secretKey ?? '', apiUrl, fetch, now, onTrouble })
  const frontendApi = hostOf(publishableKey)
  const issuer = `https://${frontendApi}`
  const authorizedParties = [home]
  const identify = (claims: unknown) => identityOf(claims, { issuer, list, now: now() })
  // Tells the cookies of several apps on one domain apart.
  const suffix = createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8)

  // Loaded for the first visitor, because most installations do not need it.
  const library = () => import('@clerk/backend')
  let client: ReturnType<Awaited<ReturnType<typeof library>>['createClerkClient']> | undefined

  async function verify(token: string, clockSkewInMs: number): Promise<ClerkIdentity> {
    const key = await signingKey(token)
    if (!key) return FORGED
    const { verifyToken } = await library()
    try {
      return identify(await verifyToken(token, { jwtKey: key, authorizedParties, clockSkewInMs }))
    } catch (error) {
      reportTrouble(reasonOf(error))
      return { kind: 'signed_out' }
    }
  }

  /** Clerk's key that has signed the token; null if there is none. */
  async function signingKey(token: string): Promise<string | null> {
    const key = await keys.keyFor(token)
    return key && isSignedBy(key, token) ? key : null
  }

  // Checked here, because Clerk's library would fetch the keys again for any key that a cookie names.
  async function keyOf(c: Context): Promise<{ readonly jwtKey?: string } | null> {
    const token =
      c.req.query('__clerk_handshake') ?? getCookie(c, '__clerk_handshake') ?? sessionToken(c)
    if (!token) return {}
    const jwtKey = await signingKey(token)
    return jwtKey ? { jwtKey } : null
  }

  const sessionToken = (c: Context) =>
    getCookie(c, `__session_${suffix}`) ?? getCookie(c, '__session')

  async function renew(c: Context): Promise<ClerkIdentity | Renewal> {
    const key = await keyOf(c)
    if (!key) return FORGED
    client ??= (await library()).createClerkClient({
      publishableKey,
      secretKey: secretKey ?? '',
      ...(apiUrl ? { apiUrl } : {}),
      telemetry: { disabled: true },
    })
    const { authenticateRequest } = client
    const request = atOwnOrigin(c, home)
    const state = await withoutConsole(() =>
      authenticateRequest(request, { authorizedParties, ...key }),
    ).catch((error: unknown) => reportTrouble(reasonOf(error)))
    if (!state) return { kind: 'signed_out' }
    for (const cookie of state.headers.getSetCookie()) {
      c.header('Set-Cookie', cookie, { append: true })
    }
    const location = state.headers.get('location')
    if (location) return { kind: 'redirect', location }
    if (state.status !== 'signed-in') {
      reportTrouble(state.reason)
      return { kind: 'signed_out' }
    }
    return identify(state.toAuth({ treatPendingAsSignedOut: false }).sessionClaims)
  }

  // Only if the keys do not match or Clerk cannot be reached.
  function reportTrouble(reason: unknown): undefined {
    if (typeof reason === 'string' && /jwk|secret-key|unexpected/.test(reason)) onTrouble(reason)
  }

  return {
    // The host of Clerk's Account Portal follows from that of its Frontend API.
    signInUrl: (next) =>
      `https://${frontendApi.replace(/clerk\.accounts\.|clerk\./, 'accounts.')}/sign-in?${new URLSearchParams({ redirect_url: `${home}${next}` })}`,
    async fromCookie(c) {
      const change = !['GET', 'HEAD'].includes(c.req.method)
      if (secretKey && !change) return renew(c)
      const token = sessionToken(c)
      if (!token) return { kind: 'signed_out' }
      return verify(token, change ? FORM_MS : SKEW_MS)
    },
    fromBearer: (token) => verify(token, SKEW_MS),
  }
}

/** The host of the instance's Frontend API, which the publishable key contains. */
export function hostOf(publishableKey: string): string {
  const encoded = publishableKey.replace(/^pk_(?:test|live)_/, '')
  return Buffer.from(encoded, 'base64').toString().replace(/\$$/, '')
}

// Clerk's library builds redirects from the URL and from forwarded headers, which anybody can set. It
// also follows `__clerk_redirect_url`, which is for satellite apps and may name any site.
function atOwnOrigin(c: Context, home: string): Request {
  const { pathname, search } = new URL(c.req.url)
  const url = new URL(`${new URL(home).origin}${pathname}${search}`)
  url.searchParams.delete('__clerk_redirect_url')
  const headers = new Headers(c.req.raw.headers)
  for (const name of ['host', 'x-forwarded-host', 'x-forwarded-proto', 'authorization']) {
    headers.delete(name)
  }
  return new Request(url, { method: c.req.method, headers })
}

function isSignedBy(pem: string, token: string): boolean {
  const [head, body, signature = ''] = token.split('.')
  const signed = createVerify('RSA-SHA256').update(`${head}.${body}`)
  return signed.verify(pem, signature, 'base64url')
}

function reasonOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'reason' in error) return String(error.reason)
  return 'unexpected-error'
}
