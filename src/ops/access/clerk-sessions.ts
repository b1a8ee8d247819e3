import { createHash, createVerify } from 'node:crypto'
import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { type ClerkAllowList, type ClerkVerdict, judgeClaims } from './clerk-claims.ts'
import { createClerkKeys, fixedClerkKey } from './clerk-keys.ts'
import { quietly } from './quietly.ts'

export interface ClerkSettings {
  readonly publishableKey: string
  /** With it sessions can be renewed; without it the JWT key checks those that there are. */
  readonly secretKey: string | undefined
  readonly jwtKey: string | undefined
  /** Of Clerk's Backend API, where it is not the usual one. */
  readonly apiUrl: string | undefined
  /** Our own origin, as browsers spell it. */
  readonly publicUrl: string
  readonly list: ClerkAllowList
}

/** Clerk wants the browser to go somewhere first. */
type Renewal = { readonly kind: 'redirect'; readonly location: string }

export interface ClerkSessions {
  readonly signInUrl: (next: string) => string
  /** Judges the session cookie; may leave cookies of Clerk's in the answer. */
  fromCookie(c: Context): Promise<ClerkVerdict | Renewal>
  fromBearer(token: string): Promise<ClerkVerdict>
}

// Clerk's tokens live for a minute, and only the loading of a page renews them. So that a form can be
// sent after somebody has read the page, the token of a change may be older; it must come from our own page.
const FORM_MS = 15 * 60_000
const SKEW_MS = 5_000

const FORGED = { kind: 'signed_out', forged: true } as const

/** Sign-in with Clerk. `onTrouble` hears the reason when it is not the visitor who is at fault. */
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
  const judge = (claims: unknown) => judgeClaims(claims, { issuer, list, now: now() })
  // Apps of one domain tell their cookies apart by this.
  const suffix = createHash('sha1').update(publishableKey).digest('base64url').slice(0, 8)

  // Loaded when the first visitor comes: most installations have no use for it.
  const library = () => import('@clerk/backend')
  let client: ReturnType<Awaited<ReturnType<typeof library>>['createClerkClient']> | undefined

  async function verify(token: string, clockSkewInMs: number): Promise<ClerkVerdict> {
    const key = await signingKey(token)
    if (!key) return FORGED
    const { verifyToken } = await library()
    try {
      return judge(await verifyToken(token, { jwtKey: key, authorizedParties, clockSkewInMs }))
    } catch (error) {
      complain(reasonOf(error))
      return { kind: 'signed_out' }
    }
  }

  /** The key of Clerk's that has signed the token. */
  async function signingKey(token: string): Promise<string | null> {
    const key = await keys.keyFor(token)
    return key && isSignedBy(key, token) ? key : null
  }

  // Clerk's library would fetch the keys for whatever a cookie names.
  async function keyOf(c: Context): Promise<{ readonly jwtKey?: string } | null> {
    const token =
      c.req.query('__clerk_handshake') ?? getCookie(c, '__clerk_handshake') ?? sessionToken(c)
    if (!token) return {}
    const jwtKey = await signingKey(token)
    return jwtKey ? { jwtKey } : null
  }

  const sessionToken = (c: Context) =>
    getCookie(c, `__session_${suffix}`) ?? getCookie(c, '__session')

  async function renewable(c: Context): Promise<ClerkVerdict | Renewal> {
    const key = await keyOf(c)
    if (!key) return FORGED
    client ??= (await library()).createClerkClient({
      publishableKey,
      secretKey: secretKey ?? '',
      ...(apiUrl ? { apiUrl } : {}),
      telemetry: { disabled: true },
    })
    const { authenticateRequest } = client
    const request = asWeAreKnown(c, home)
    const state = await quietly(() =>
      authenticateRequest(request, { authorizedParties, ...key }),
    ).catch((error: unknown) => complain(reasonOf(error)))
    if (!state) return { kind: 'signed_out' }
    for (const cookie of state.headers.getSetCookie()) {
      c.header('Set-Cookie', cookie, { append: true })
    }
    const location = state.headers.get('location')
    if (location) return { kind: 'redirect', location }
    if (state.status !== 'signed-in') {
      complain(state.reason)
      return { kind: 'signed_out' }
    }
    return judge(state.toAuth({ treatPendingAsSignedOut: false }).sessionClaims)
  }

  // The keys do not match, or Clerk cannot be reached.
  function complain(reason: unknown): undefined {
    if (typeof reason === 'string' && /jwk|secret-key|unexpected/.test(reason)) onTrouble(reason)
  }

  return {
    // Clerk's Account Portal stands beside its Frontend API.
    signInUrl: (next) =>
      `https://${frontendApi.replace(/clerk\.accounts\.|clerk\./, 'accounts.')}/sign-in?${new URLSearchParams({ redirect_url: `${home}${next}` })}`,
    async fromCookie(c) {
      const change = !['GET', 'HEAD'].includes(c.req.method)
      if (secretKey && !change) return renewable(c)
      const token = sessionToken(c)
      if (!token) return { kind: 'signed_out' }
      return verify(token, change ? FORM_MS : SKEW_MS)
    },
    fromBearer: (token) => verify(token, SKEW_MS),
  }
}

/** The Frontend API of the instance, which its publishable key holds. */
export function hostOf(publishableKey: string): string {
  const encoded = publishableKey.replace(/^pk_(?:test|live)_/, '')
  return Buffer.from(encoded, 'base64').toString().replace(/\$$/, '')
}

// Clerk's library builds redirects from the URL and from forwarded headers, which anybody can write;
// and it follows `__clerk_redirect_url`, which is for satellite apps and leads anywhere.
function asWeAreKnown(c: Context, home: string): Request {
  const { pathname, search } = new URL(c.req.url)
  const url = new URL(`${home}${pathname}${search}`)
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
