import type { Context, MiddlewareHandler } from 'hono'

/** Why a body is refused. */
export type BodyRefusal = 'body_too_large' | 'too_many_bodies' | 'body_unreadable'

const STATUS = { body_too_large: 413, too_many_bodies: 503, body_unreadable: 400 } as const

/**
 * Makes a middleware that refuses bodies of more than `maxSize` bytes, and further bodies while those
 * being read fill the budget. Routes that check the sender do so before it, when nothing is read yet.
 */
export type LimitBody = (
  maxSize: number,
  onRefused?: (refusal: BodyRefusal) => void,
) => MiddlewareHandler

export interface BodyBudget {
  /** The most that all bodies being read may have together. */
  readonly bytes?: number
  /** This much of each body does not count. Clerk's events have 9 kB, and large bodies must not keep them out. */
  readonly freeBytes?: number
}

/** All routes of a service share one budget. */
export function createBodyLimit(budget: BodyBudget = {}): LimitBody {
  const { bytes: most = 32 * 1024 * 1024, freeBytes = 16 * 1024 } = budget
  let underWay = 0

  return (maxSize, onRefused) => async (c, next) => {
    let counted = 0
    /** Takes this many bytes out of the budget; null if there is room. */
    const admit = (size: number): BodyRefusal | null => {
      if (size > maxSize) return 'body_too_large'
      const more = Math.max(0, size - freeBytes) - counted
      if (more > 0 && underWay + more > most) return 'too_many_bodies'
      if (more > 0) {
        counted += more
        underWay += more
      }
      return null
    }
    try {
      const length = lengthOf(c)
      const refusal = length === null ? await readAll(c, admit) : admit(length)
      if (refusal === null) return await next()
      onRefused?.(refusal)
      return c.json({ error: refusal }, STATUS[refusal])
    } finally {
      underWay -= counted
    }
  }
}

/** The announced length; null if only the end of the body shows it. */
function lengthOf(c: Context): number | null {
  if (c.req.header('transfer-encoding') !== undefined) return null
  return Number(c.req.header('content-length') ?? 0)
}

// Only for bodies without a length, because reading a web stream is slow.
async function readAll(
  c: Context,
  admit: (size: number) => BodyRefusal | null,
): Promise<BodyRefusal | null> {
  const { body } = c.req.raw
  if (!body) return null
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of body) {
      size += part.length
      const refusal = admit(size)
      if (refusal) return refusal
      parts.push(part)
    }
  } catch {
    // The body was cut off.
    return 'body_unreadable'
  }
  c.req.raw = new Request(c.req.raw, { body: Buffer.concat(parts) })
  return null
}
