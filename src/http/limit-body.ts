import type { Context, MiddlewareHandler } from 'hono'

/** Why a body is not taken. */
export type BodyRefusal = 'body_too_large' | 'too_many_bodies' | 'body_unreadable'

const STATUS = { body_too_large: 413, too_many_bodies: 503, body_unreadable: 400 } as const

/**
 * Makes a middleware that refuses bodies of more than `maxSize` bytes, and any more while those under
 * way fill the budget. A route that tells senders apart does so before it: until then nothing is read.
 */
export type LimitBody = (
  maxSize: number,
  onRefused?: (refusal: BodyRefusal) => void,
) => MiddlewareHandler

export interface BodyBudget {
  /** What all bodies under way may have together. */
  readonly bytes?: number
  /** So much of each does not count: an event of Clerk's has 9 kB, and large ones must not keep it out. */
  readonly freeBytes?: number
}

/** The limits of one service; its routes share the budget. */
export function createBodyLimit(budget: BodyBudget = {}): LimitBody {
  const { bytes: most = 32 * 1024 * 1024, freeBytes = 16 * 1024 } = budget
  let underWay = 0

  return (maxSize, onRefused) => async (c, next) => {
    let counted = 0
    /** Whether there is room for a body of so many bytes. */
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

/** The length that was announced; null where the end of the body tells. */
function lengthOf(c: Context): number | null {
  if (c.req.header('transfer-encoding') !== undefined) return null
  return Number(c.req.header('content-length') ?? 0)
}

// Only here: a web stream is more work than all else that is done to read a body.
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
    // Cut off.
    return 'body_unreadable'
  }
  c.req.raw = new Request(c.req.raw, { body: Buffer.concat(parts) })
  return null
}
