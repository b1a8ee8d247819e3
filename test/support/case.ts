import { readdirSync, readFileSync } from 'node:fs'
import type { Fault } from './fault.ts'
import type { ReceivedRequest } from './received-request.ts'

/** An input that once went wrong, and the right result. */
export interface Case {
  readonly title: string
  /** PGlite by default. A case with a restart needs PostgreSQL, which keeps its rows. */
  readonly engine?: 'postgres'
  readonly env?: Readonly<Record<string, string>>
  /** What the providers answer, by recipient (a regular expression) and for how many requests. */
  readonly resend?: readonly Rule[]
  readonly twilio?: readonly Rule[]
  readonly listPrefix?: string
  readonly steps: readonly Step[]
  readonly expect: Expectations
}

export interface Rule {
  readonly to?: string
  readonly times?: number
  readonly answer: 'reset-after' | { readonly status: number; readonly body: unknown }
}

export interface Step {
  readonly post?: Readonly<Record<string, unknown>>
  readonly path?: string
  readonly secret?: 'other'
  /** Seconds since it was signed. */
  readonly age?: number
  readonly altered?: boolean
  readonly send?: { readonly kind: 'code' | 'invitation' | 'sms'; readonly to: string }
  readonly receipt?: {
    readonly of: number
    readonly type: string
    readonly extra?: Readonly<Record<string, unknown>>
  }
  readonly callback?: { readonly of: number; readonly status: string; readonly error?: string }
  /** From now on every request is answered with this; `ok` ends it. */
  readonly resend?: number | 'ok'
  readonly restart?: Readonly<Record<string, string>>
  /** Waits until the message before has this status. */
  readonly reaches?: string
  /** Moves the clock, in milliseconds. */
  readonly advance?: number
}

export interface Expectations {
  /** The start is refused because of this variable. */
  readonly refused?: string
  /** A warning at the start names it. */
  readonly warning?: string
  readonly answers?: readonly number[]
  /** The last status of each message, in the order of the steps. */
  readonly messages?: readonly { readonly status: string; readonly reason?: string }[]
  /** The recipients at the email provider. */
  readonly sent?: readonly string[]
  readonly subjects?: readonly string[]
  readonly texts?: readonly { readonly has: readonly string[]; readonly lacks: readonly string[] }[]
  readonly smsSent?: number
  readonly smsRequests?: number
  readonly readyz?: Readonly<Record<string, string>>
  readonly alert?: string
  readonly log?: readonly string[]
}

const FOLDER = new URL('../fixtures/cases/', import.meta.url)

/** All cases, by the names of their files. */
export function readCases(): [name: string, one: Case][] {
  return readdirSync(FOLDER).map((file) => [
    file.replace(/\.json$/, ''),
    JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')),
  ])
}

/** The event of a case: its placeholders stand for the present and for ids that are new. */
export function filledIn(event: unknown, now: number, id: string): unknown {
  const text = JSON.stringify(event)
    .replace(/"@now(-\d+)?"/g, (_, offset = '0') => String(now + Number(offset)))
    .replaceAll('"@ema"', JSON.stringify(id))
  return JSON.parse(text)
}

/** Fails requests by the rules of a case. */
export function faultsOf(rules: readonly Rule[]): (request: ReceivedRequest) => Fault | null {
  const left = rules.map(({ times = Number.POSITIVE_INFINITY }) => times)
  return ({ method, body }) => {
    if (method !== 'POST') return null
    const recipient = recipientIn(body)
    const index = rules.findIndex(
      ({ to }, position) => (left[position] ?? 0) > 0 && (!to || new RegExp(to).test(recipient)),
    )
    const rule = rules[index]
    if (!rule) return null
    left[index] = (left[index] ?? 0) - 1
    return rule.answer === 'reset-after'
      ? { kind: 'reset_after_accepting' }
      : { kind: 'answer', ...rule.answer }
  }
}

// Of a batch, the first email to which a rule applies decides.
function recipientIn(body: string): string {
  if (!body.startsWith('{') && !body.startsWith('[')) {
    return new URLSearchParams(body).get('To') ?? ''
  }
  const emails = [JSON.parse(body)].flat() as { readonly to: string }[]
  return emails.map(({ to }) => to).join('\n')
}
