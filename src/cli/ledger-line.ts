import type { LedgerPage } from '../store/views/ledger.ts'
import type { Piece } from './line.ts'
import { paintedStatus } from './paint.ts'

/** A message as the JSON API shows it. */
export type Message = Readonly<
  Record<keyof LedgerPage['messages'][number] | 'instanceName', unknown>
>

/** What the JSON API answers to a query for messages. */
export interface MessagesPage {
  readonly messages: readonly Message[]
  readonly nextCursor: string | null
}

/** The headings of a table of messages. */
export const COLUMNS = ['created', 'id', 'channel', 'slug', 'recipient', 'status', 'reason']

export function row(message: Message): Piece[] {
  const { createdAt, id, channel, slug, recipient, status, reason, detail } = message
  const cells = [String(createdAt).slice(0, 19), id, channel, slug, recipient].map(shown)
  const why = reason && detail ? `${reason}: ${detail}` : reason
  return [...cells, paintedStatus(shown(status)), shown(why)]
}

export function instanceOf({ instanceName, instanceId }: Message): string {
  return shown(instanceName ?? instanceId)
}

function shown(value: unknown): string {
  return String(value ?? '-')
}
