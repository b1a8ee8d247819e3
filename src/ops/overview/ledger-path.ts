import type { Channel, MessageStatus } from '../../domain/message.ts'

const HOUR_MS = 3_600_000

export interface LedgerPart {
  readonly status?: MessageStatus | undefined
  readonly channel?: Channel
  /** Accepted in the hour that begins then. */
  readonly hour?: Date
  /** Accepted since then. */
  readonly since?: Date
  readonly slug?: string
  readonly reason?: string
  readonly instance?: string | undefined
}

/** The path of the list of these messages. */
export function ledgerPath({ hour, since, ...rest }: LedgerPart): string {
  const from = hour ?? since
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) if (value) query.set(name, value)
  if (from) query.set('since', minuteOf(from))
  if (hour) query.set('until', minuteOf(new Date(hour.getTime() + HOUR_MS)))
  return query.size === 0 ? '/messages' : `/messages?${query}`.replaceAll('%3A', ':')
}

export interface HourPart {
  readonly channel: Channel
  readonly hour: Date
  readonly status?: MessageStatus | undefined
  readonly instance: string | undefined
}

/** A shorter path that leads to the messages of an hour, because the charts have very many. */
export function hourPath({ channel, hour, status, instance }: HourPart): string {
  const path = ['/overview', channel, hour.toISOString().slice(0, 13), status]
  const query = instance ? `?${new URLSearchParams({ instance })}` : ''
  return path.filter(Boolean).join('/') + query
}

// In UTC, as the list reads it.
function minuteOf(at: Date): string {
  return at.toISOString().slice(0, 16)
}
