import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'
import { CLERK_API_URL } from '../../clerk/backend-api.ts'

/** The public keys that Clerk signs sessions with. */
export interface ClerkKeys {
  /** The key that the token names, in PEM form; null if it is not one of Clerk's known keys. */
  keyFor(token: string): Promise<string | null>
}

export interface ClerkKeysOptions {
  readonly secretKey: string
  /** Defaults to `CLERK_API_URL`. */
  readonly apiUrl: string | undefined
  readonly fetch: typeof fetch
  readonly now: () => Date
  /** Called with the reason if the keys cannot be fetched. */
  readonly onTrouble: (reason: string) => void
}

// A forged token can name any key, so Clerk is not asked again for each one.
const FETCH_EVERY_MS = 60_000
const RETRY_MS = 5_000
const TIMEOUT_MS = 5_000

const answer = z.object({ keys: z.array(z.looseObject({ kid: z.string() })) })

/** Fetches the keys of the instance at most once a minute, and keeps them. */
export function createClerkKeys(options: ClerkKeysOptions): ClerkKeys {
  const { secretKey, apiUrl = CLERK_API_URL, now, onTrouble } = options
  let known = new Map<string, string>()
  let nextFetch = Number.NEGATIVE_INFINITY
  let underWay: Promise<void> | null = null

  async function fetchKeys(): Promise<void> {
    nextFetch = now().getTime() + FETCH_EVERY_MS
    try {
      const response = await options.fetch(`${apiUrl}/v1/jwks`, {
        headers: { authorization: `Bearer ${secretKey}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      if (!response.ok) throw new Error(`http_${response.status}`)
      const { keys } = answer.parse(await response.json())
      known = new Map(keys.map(({ kid, ...jwk }) => [kid, pemOf(jwk)]))
    } catch (error) {
      nextFetch = now().getTime() + RETRY_MS
      const status = error instanceof Error ? /^http_\d+$/.exec(error.message)?.[0] : undefined
      onTrouble(`jwk-${status ?? 'unreachable'}`)
    }
  }

  return {
    async keyFor(token) {
      const kid = kidOf(token)
      if (kid === null) return null
      if (!known.has(kid) && (underWay || now().getTime() >= nextFetch)) {
        underWay ??= fetchKeys().finally(() => {
          underWay = null
        })
        await underWay
      }
      return known.get(kid) ?? null
    },
  }
}

/** The configured key, for all tokens. */
export function fixedClerkKey(pem: string): ClerkKeys {
  return { keyFor: async () => pem }
}

function pemOf(jwk: JsonWebKey): string {
  return createPublicKey({ key: jwk, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
}

const header = z.object({ kid: z.string().min(1).max(255) })

function kidOf(token: string): string | null {
  const [encoded = ''] = token.split('.', 1)
  try {
    return header.parse(JSON.parse(Buffer.from(encoded, 'base64url').toString())).kid
  } catch {
    return null
  }
}
