import type { Providers } from '../support/providers.ts'
import type { Row } from './ledger.ts'
import type { Taken } from './post.ts'
import type { Arrival } from './stand-by.ts'

export interface Kill {
  readonly at: number
  /** Whether nothing else went wrong until all messages were settled. */
  readonly calm: boolean
}

export interface Tally {
  /** Distinct messages that were acknowledged. */
  readonly messages: number
  readonly lost: readonly string[]
  /** No message of a run should be refused. */
  readonly failed: readonly string[]
  /** At one provider, or once at each. */
  readonly emailsTwice: readonly string[]
  readonly smsTwice: readonly string[]
  /** Emails that arrived at the provider that stands by. */
  readonly atStandBy: number
  readonly unknownEmails: number
  readonly unknownSms: number
  /** From the first kill after the acknowledgement to the provider, milliseconds, ascending. */
  readonly recoveries: readonly number[]
  /** The same after calm kills only: the time that a single crash costs. */
  readonly calmRecoveries: readonly number[]
  /** The longest time from the acknowledgement to the provider, milliseconds. */
  readonly longestMs: number
}

const EXCUSED = ['expired', 'superseded', 'failed', 'unknown']

/** Compares the acknowledged messages with the ledger and with the messages at the providers. */
export function tally(
  { resend, twilio }: Providers,
  atStandBy: readonly Arrival[],
  {
    taken,
    kills,
    ledger,
  }: {
    readonly taken: readonly Taken[]
    readonly kills: readonly Kill[]
    readonly ledger: readonly Row[]
  },
): Tally {
  const emails = [
    ...resend.accepted.map(({ tags, to, at }) => ({ id: tags.message_id, to: to[0], at })),
    ...atStandBy,
  ]
  const texts = twilio.accepted.map(({ statusCallback, to, at }) => ({
    id: new URL(statusCallback ?? 'http://none').searchParams.get('m'),
    to,
    at,
  }))
  const arrived = new Map<string, number>()
  for (const { id, at } of [...emails, ...texts]) {
    if (id && !arrived.has(id)) arrived.set(id, at.getTime())
  }
  const acknowledged = new Map<string, number>()
  for (const { messageId, at } of taken) {
    acknowledged.set(messageId, Math.min(at, acknowledged.get(messageId) ?? at))
  }
  const rows = new Map(ledger.map((row) => [row.id, row]))
  const unknown = ledger.filter(({ status }) => status === 'unknown')

  const recovered = [...acknowledged].flatMap(([id, at]) => {
    const arrival = arrived.get(id)
    const kill = kills.find((candidate) => candidate.at >= at)
    return arrival && kill && arrival > kill.at ? [{ kill, ms: arrival - kill.at }] : []
  })
  const ascending = (of: typeof recovered) => of.map(({ ms }) => ms).sort((a, b) => a - b)

  return {
    messages: acknowledged.size,
    lost: [...acknowledged.keys()].flatMap((id) => {
      const { status = 'absent', reason = null } = rows.get(id) ?? {}
      const excused = EXCUSED.includes(status) || (arrived.has(id) && status !== 'absent')
      return excused ? [] : [`${id || '(no id)'} ${status} ${reason ?? ''}`]
    }),
    failed: ledger
      .filter(({ status }) => status === 'failed')
      .map(({ id, reason }) => `${id} ${reason}`),
    emailsTwice: [...repeated(emails.map(({ id }) => id)), ...repeated(emails.map(({ to }) => to))],
    atStandBy: atStandBy.length,
    smsTwice: [...repeated(texts.map(({ id }) => id)), ...repeated(texts.map(({ to }) => to))],
    unknownEmails: unknown.filter(({ channel }) => channel === 'email').length,
    unknownSms: unknown.filter(({ channel }) => channel === 'sms').length,
    recoveries: ascending(recovered),
    longestMs: Math.max(0, ...[...acknowledged].map(([id, at]) => (arrived.get(id) ?? 0) - at)),
    calmRecoveries: ascending(recovered.filter(({ kill }) => kill.calm)),
  }
}

function repeated(ids: readonly (string | null | undefined)[]): string[] {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const id of ids) {
    const key = id ?? '(no id)'
    if (seen.has(key)) twice.add(key)
    seen.add(key)
  }
  return [...twice]
}
