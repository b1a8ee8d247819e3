import type { PGlite } from '@electric-sql/pglite'
import type { Channel } from '../../src/domain/message.ts'
import type { RateLimit, SendingLimits } from '../../src/domain/sending-limits.ts'
import type { SimulatedProvider } from './provider.ts'

interface Row {
  readonly id: string
  readonly kind: string
  readonly channel: string
  readonly slug: string | null
  readonly recipient: string | null
  readonly status: string
  readonly occurred_at: Date
  readonly content: unknown
  readonly reason: string | null
  readonly claimed_at: Date | null
}

const FINAL = ['sent', 'failed', 'expired', 'superseded', 'skipped', 'unknown']

/** Every accepted webhook ends in exactly one final status, without secret content. */
export async function checkLedger(
  pglite: PGlite,
  accepted: ReadonlySet<string>,
): Promise<string[]> {
  const { rows } = await pglite.query<Row>('select * from bellhop.messages')
  const known = new Set(rows.map(({ id }) => id))
  const bodies = await pglite.query('select id from bellhop.attempts where body is not null')
  return [
    ...[...accepted].filter((id) => !known.has(id)).map((id) => `lost: ${id}`),
    ...rows
      .filter(({ status }) => !FINAL.includes(status))
      .map(({ id, status }) => `not final: ${id} is ${status}`),
    ...rows.filter(isUnwiped).map(({ id }) => `not wiped: ${id}`),
    ...bodies.rows.map((row) => `body not wiped: ${(row as { id: string }).id}`),
  ]
}

// A message that was not delivered may be sent again by hand until it expires, unless it contains a secret. One
// that a limit held back waits for room.
function isUnwiped({ content, status, reason, kind }: Row): boolean {
  const kept = ['failed', 'unknown'].includes(status) && ['notice', 'welcome'].includes(kind)
  return content !== null && !kept && !(status === 'skipped' && reason === 'too_many')
}

// The clocks of two instances differ by less than this.
const SKEW_MS = 1_000

/** No recipient got more in a window than the limit allows. */
export async function checkLimits(pglite: PGlite, limits: SendingLimits): Promise<string[]> {
  const { rows } = await pglite.query<Row>('select * from bellhop.messages order by claimed_at')
  const asked = rows.filter(({ status }) => ['sent', 'unknown'].includes(status))
  const codes = asked.filter(({ kind }) => ['code', 'link'].includes(kind))
  const notices = asked.filter(({ kind }) => !['code', 'link'].includes(kind))
  return [
    ...excess(codes, limits.codes, ({ channel, recipient }) => `${channel} ${recipient}`),
    ...excess(notices, limits.notices, ({ recipient, slug }) => `${slug} ${recipient}`),
  ]
}

function excess(
  rows: readonly Row[],
  limits: readonly RateLimit[],
  group: (row: Row) => string,
): string[] {
  return [...Map.groupBy(rows, group)].flatMap(([name, ofGroup]) =>
    limits.flatMap(({ count, seconds }) =>
      ofGroup.flatMap(({ id, claimed_at }, index) => {
        const before = ofGroup[index - count]
        const apart = Number(claimed_at) - Number(before?.claimed_at)
        return apart < seconds * 1_000 - SKEW_MS ? [`more than ${count} to ${name}: ${id}`] : []
      }),
    ),
  )
}

/** Checks what reached the providers, and in which order. */
export async function checkDeliveries(
  pglite: PGlite,
  providers: Readonly<Record<Channel, readonly SimulatedProvider[]>>,
): Promise<string[]> {
  const { rows } = await pglite.query<Row>('select * from bellhop.messages')
  const byId = new Map(rows.map((row) => [row.id, row]))
  const violations: string[] = []
  for (const [name, ofChannel] of Object.entries(providers)) {
    const deliveries = ofChannel
      .flatMap((provider) => provider.deliveries)
      .sort((a, b) => a.at - b.at)
    const sentDead = ofChannel.flatMap((provider) => provider.sentDead)
    const changedBodies = ofChannel.flatMap((provider) => provider.changedBodies)
    violations.push(...sentDead.map((id) => `sent dead: ${name} ${id}`))
    violations.push(...changedBodies.map((key) => `key with another body: ${key}`))
    const newest = new Map<string, Row>()
    const seen = new Set<string>()
    for (const { messageId, to } of deliveries) {
      const row = byId.get(messageId)
      if (!row) violations.push(`sent, not in the ledger: ${messageId}`)
      if (seen.has(messageId)) violations.push(`sent twice: ${name} ${messageId}`)
      seen.add(messageId)
      if (to.startsWith('suppressed')) violations.push(`sent to a suppressed address: ${messageId}`)
      if (!row || !['code', 'link'].includes(row.kind)) continue
      const key = `${row.slug} ${to}`
      const before = newest.get(key)
      if (before && before.occurred_at > row.occurred_at) {
        violations.push(`older after newer: ${name} ${messageId} after ${before.id}`)
      } else newest.set(key, row)
    }
    for (const row of rows.filter(({ channel }) => channel === name)) {
      const delivered = seen.has(row.id)
      if (row.status === 'sent' && !delivered) violations.push(`sent by the ledger only: ${row.id}`)
      if (delivered && !['sent', 'unknown'].includes(row.status)) {
        violations.push(`delivered, but ${row.status}: ${row.id}`)
      }
    }
  }
  return violations
}
