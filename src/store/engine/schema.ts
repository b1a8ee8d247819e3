import type { ColumnType, Generated, JSONColumnType } from 'kysely'
import type { CapturedMessage } from '../../domain/captured-message.ts'
import type { Channel, MessageKind, MessageStatus } from '../../domain/message.ts'
import type { SuppressionReason } from '../../domain/receipt.ts'
import type { Fallback, LanguageSource } from '../../domain/template.ts'

/** The tables of `migrations/`, as Kysely sees them. Instants are `Date` on both engines. */
export interface Schema {
  events: EventTable
  messages: MessageTable
  attempts: AttemptTable
  transports: TransportTable
  receipts: ReceiptTable
  users: UserTable
  capturedMessages: CapturedMessageTable
  localeHints: LocaleHintTable
  suppressions: SuppressionTable
  audit: AuditTable
  alerts: AlertTable
  alertDeliveries: AlertDeliveryTable
  endedSessions: EndedSessionTable
  smsDays: SmsDayTable
  welcomePace: WelcomePaceTable
  recipients: RecipientTable
  recipientsMark: RecipientsMarkTable
}

export interface EventTable {
  id: string
  endpoint: string
  svixId: string
  type: string
  instanceId: string
  userId: string | null
  occurredAt: Date
  receivedAt: Date
  outcome: string
  reason: string | null
  messageId: string | null
}

export interface MessageTable {
  id: string
  channel: Channel
  slug: string | null
  kind: MessageKind
  instanceId: string
  userId: string | null
  dedupeKey: string
  recipient: string | null
  example: boolean
  status: MessageStatus
  reason: string | null
  /** More about the reason: a kind of number, a country, what was limited. */
  detail: string | null
  priority: number
  occurredAt: Date
  createdAt: Date
  expiresAt: Date
  dueAt: Date
  locale: string | null
  /** JSON of `Encryptable<MessageContent>`. */
  content: string | null
  solo: boolean
  attemptId: string | null
  claimedAt: Date | null
  asking: boolean
  leaseUntil: Date | null
  attempts: number
  template: string | null
  fallback: Fallback | null
  provider: string | null
  providerMessageId: string | null
  sentAt: Date | null
  finishedAt: Date | null
  resendOf: string | null
  checkedAt: Date | null
  refusedAt: Date | null
  refusedBefore: Generated<boolean>
  /** Why the message has its language. */
  localeSource: LanguageSource | null
  /** When a limit let it go that had held it back. */
  releasedAt: Date | null
}

export interface AttemptTable {
  id: string
  provider: string
  idempotencyKey: string
  messageIds: string[]
  body: string | null
  takeovers: number
  startedAt: Date
  finishedAt: Date | null
  outcomes: ColumnType<AttemptOutcome[] | null, string | null, string | null>
  /** Of its SMS; null for emails. */
  segments: number | null
}

/** The outcome of one message of an attempt, in the order of `message_ids`. */
export interface AttemptOutcome {
  readonly kind: 'accepted' | 'refused' | 'deferred' | 'unknown'
  readonly code?: string
  /** The provider's sentence, without addresses, codes and links. */
  readonly detail?: string
}

export interface TransportTable {
  provider: string
  requestsPerSecond: number | null
  nextRequestAt: Date
  stoppedBy: string | null
  probeAt: Date | null
  probeEveryMs: Generated<number>
  confirmedAt: Date | null
}

export interface ReceiptTable {
  id: string
  provider: string
  providerEventId: string
  messageId: string
  status: string
  at: Date
  receivedAt: Date
  detail: string | null
  suppress: SuppressionReason | null
}

export interface UserTable {
  id: string
  instanceId: string
  locale: string | null
  firstName: string | null
  emailAddress: string | null
  phoneNumber: string | null
  emailVerified: Generated<boolean>
  updatedAt: Date
}

export interface SuppressionTable {
  channel: Channel
  address: string
  reason: string
  source: string
  since: Date
  messageId: string | null
  id: Generated<string>
  scope: Generated<'none' | 'unasked' | 'all'>
  retriedAt: Date | null
  triedWith: string | null
  complainedAt: Date | null
  complainedAbout: string | null
  /** Why an operator put the address on the list. */
  note: string | null
}

export interface AuditTable {
  id: string
  at: Date
  actor: string
  action: string
  messageId: string | null
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
  raisedAt: Date
  seenAt: Date
  endedAt: Date | null
  /** Until it is handed to the targets. */
  dueAt: Date | null
  // Earlier versions, which may run beside this one, post alerts with these.
  tries: Generated<number>
  postedAt: Date | null
}

/** What one target was told about an alert. */
export interface AlertDeliveryTable {
  alertId: string
  target: string
  phase: 'raised' | 'open' | 'ending'
  tries: number
  dueAt: Date | null
  postedAt: Date | null
}

/** How many segments were sent on a day (UTC). */
export interface SmsDayTable {
  day: Date
  segments: string
}

/** When the next welcome may be sent: one row. */
export interface WelcomePaceTable {
  nextAt: Generated<Date>
}

export interface LocaleHintTable {
  recipientHash: string
  locale: string
  expiresAt: Date
}

export interface CapturedMessageTable {
  messageId: string
  channel: Channel
  recipient: string
  capturedAt: Date
  content: JSONColumnType<CapturedMessage>
  /** JSON of `Encryptable<MessageContent>`. */
  source: string | null
  instanceId: string | null
}

/** An address or number of the ledger, in lower case. */
export interface RecipientTable {
  address: string
}

/** Up to which message the recipients are in `recipients`: one row. */
export interface RecipientsMarkTable {
  onlyRow: Generated<boolean>
  messageId: Generated<string>
}
