import type { z } from 'zod'

/** What came back from a request that only reads. */
export type Reply =
  | {
      readonly kind: 'answered'
      readonly status: number
      readonly headers: Headers
      readonly text: string
    }
  /** No answer. `why` is a code such as ENOTFOUND. */
  | { readonly kind: 'unreachable'; readonly why: string }

export type Answered = Extract<Reply, { kind: 'answered' }>

export interface Asker {
  readonly fetch: typeof fetch
  /** In front of every path. */
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
}

/** Sends a GET. Rejects only if `signal` ends it. */
export async function ask(asker: Asker, path: string, signal: AbortSignal): Promise<Reply> {
  try {
    const response = await asker.fetch(`${asker.baseUrl}${path}`, {
      headers: asker.headers,
      redirect: 'manual',
      signal,
    })
    const { status, headers } = response
    return { kind: 'answered', status, headers, text: await response.text() }
  } catch (error) {
    if (signal.aborted) throw error
    return { kind: 'unreachable', why: causeOf(error) }
  }
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown } }
  return typeof cause?.code === 'string' ? cause.code : 'no answer'
}

/** What `shape` reads from the JSON of an answer; null if that is something else. */
export function read<Value>(
  shape: z.ZodType<Value>,
  { text }: { readonly text: string },
): Value | null {
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    return null
  }
}

export type Get = (path: string, signal: AbortSignal) => Promise<Reply>

/** The answers of one server, each path asked once however many checks need it. */
export function askOnce(asker: Asker): Get {
  const replies = new Map<string, Promise<Reply>>()
  return (path, signal) => {
    const reply = replies.get(path) ?? ask(asker, path, signal)
    replies.set(path, reply)
    return reply
  }
}
