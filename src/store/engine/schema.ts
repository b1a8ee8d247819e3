import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CapturedMessage } from '../../domain/captured-message.ts'
import type { Channel, MessageKind, MessageStatus } from '../../domain/message.ts'
import type { SuppressionReason } from '../../domain/receipt.ts'
import type { Fallback } from '../../domain/template.ts'

/** The tables of `migrations/`, as Kysely sees them. Instants are `Date` on both engines. */
export interface Schema {
  events: EventTable
  messages: MessageTable
  attempts: AttemptTable
  transports: TransportTable
  receipts: ReceiptTable
  users: UserTable
  captured_messages: CapturedMessageTable
  locale_hints: LocaleHintTable
  suppressions: SuppressionTable
  audit: AuditTable
  alerts: AlertTable
  ended_sessions: EndedSessionTable
}

export interface EventTable {
  id: string
  endpoint: string
  svix_id: string
  type: string
  instance_id: string
  user_id: string | null
  occurred_at: Date
  received_at: Date
  outcome: string
  reason: string | null
  message_id: string | null
}

export interface MessageTable {
  id: string
  channel: Channel
  slug: string | null
  kind: MessageKind
  instance_id: string
  user_id: string | null
  dedupe_key: string
  recipient: string | null
  example: boolean
  status: MessageStatus
  reason: string | null
  priority: number
  occurred_at: Date
  created_at: Date
  expires_at: Date
  due_at: Date
  locale: string | null
  /** JSON of `Sealable<MessageContent>`. */
  content: string | null
  solo: boolean
  attempt_id: string | null
  claimed_at: Date | null
  asking: boolean
  lease_until: Date | null
  attempts: number
  template: string | null
  fallback: Fallback | null
  provider: string | null
  provider_message_id: string | null
  sent_at: Date | null
  finished_at: Date | null
  resend_of: string | null
  checked_at: Date | null
  refused_at: Date | null
  refused_before: Generated<boolean>
}

export interface AttemptTable {
  id: string
  provider: string
  idempotency_key: string
  message_ids: string[]
  body: string | null
  takeovers: number
  started_at: Date
  finished_at: Date | null
  outcomes: ColumnType<AttemptOutcome[] | null, string | null, string | null>
}

/** What became of one member of an attempt, in the order of `message_ids`. */
export interface AttemptOutcome {
  readonly kind: 'accepted' | 'refused' | 'deferred' | 'unknown'
  readonly code?: string
  /** The provider's sentence, without addresses, codes and links. */
  readonly detail?: string
}

export interface TransportTable {
  provider: string
  requests_per_second: number | null
  next_request_at: Date
  stopped_by: string | null
  probe_at: Date | null
  probe_every_ms: Generated<number>
  confirmed_at: Date | null
}

export interface ReceiptTable {
  id: string
  provider: string
  provider_event_id: string
  message_id: string
  status: string
  at: Date
  received_at: Date
  detail: string | null
  suppress: SuppressionReason | null
}

export interface UserTable {
  id: string
  instance_id: string
  locale: string | null
  first_name: string | null
  email_address: string | null
  phone_number: string | null
  email_verified: Generated<boolean>
  updated_at: Date
}

export interface SuppressionTable {
  channel: Channel
  address: string
  reason: string
  source: string
  since: Date
  message_id: string | null
  id: Generated<string>
  scope: Generated<'none' | 'unasked' | 'all'>
  retried_at: Date | null
  tried_with: string | null
  complained_at: Date | null
  complained_about: string | null
}

export interface AuditTable {
  id: string
  at: Date
  actor: string
  action: string
  message_id: string | null
  detail: string | null
}

export interface EndedSessionTable {
  id: string
  until: Date
}

export interface AlertTable {
  id: string
  type: string
  subject: string
  data: JSONColumnType<Record<string, unknown>>
  raised_at: Date
  seen_at: Date
  ended_at: Date | null
  tries: number
  due_at: Date | null
  posted_at: Date | null
}

export interface LocaleHintTable {
  recipient_hash: string
  locale: string
  expires_at: Date
}

export interface CapturedMessageTable {
  message_id: string
  channel: Channel
  recipient: string
  captured_at: Date
  content: JSONColumnType<CapturedMessage>
  /** JSON of `Sealable<MessageContent>`. */
  source: string | null
}
