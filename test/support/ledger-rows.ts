import { sql } from 'kysely'
import { v7 } from 'uuid'
import type { Encryptable } from '../../src/domain/content-cipher.ts'
import type { MessageContent, MessageStatus } from '../../src/domain/message.ts'
import type { Db } from '../../src/store/engine/database.ts'
import type { MessageTable } from '../../src/store/engine/schema.ts'

export const CONTENT: MessageContent = {
  variables: { otp_code: '918273', app: { name: 'Acme' } },
  clerk: { subject: '918273 is your code', html: '<p>918273</p>', text: '918273' },
}

type Row = Omit<MessageTable, 'content' | 'refusedBefore'> & {
  readonly content: Encryptable<MessageContent> | null
  readonly refusedBefore: boolean
}

let sequence = 0

/** Stores a message with the given status. By default it is a code for a new recipient. */
export async function addMessage(db: Db, row: Partial<Row> & Pick<Row, 'status'>): Promise<string> {
  const createdAt = row.createdAt ?? new Date()
  const id = row.id ?? v7({ msecs: createdAt.getTime() })
  const open = ['queued', 'sending'].includes(row.status)
  const { content = null, ...given } = row
  await db
    .insertInto('messages')
    .values({
      id,
      channel: 'email',
      slug: 'verification_code',
      kind: 'code',
      instanceId: 'ins_test',
      userId: null,
      dedupeKey: `ins_test:row_${++sequence}`,
      recipient: `row-${sequence}@mail.dev`,
      example: false,
      reason: null,
      detail: null,
      priority: 40,
      occurredAt: createdAt,
      createdAt: createdAt,
      expiresAt: new Date(createdAt.getTime() + 600_000),
      dueAt: createdAt,
      locale: null,
      content: content && JSON.stringify(content),
      solo: false,
      attemptId: null,
      claimedAt: null,
      asking: false,
      leaseUntil: null,
      attempts: 1,
      template: null,
      fallback: null,
      provider: null,
      providerMessageId: null,
      sentAt: null,
      finishedAt: open ? null : createdAt,
      resendOf: null,
      checkedAt: null,
      ...given,
    })
    .execute()
  return id
}

/** Stores `count` codes at once, each for another recipient that begins with `name`; they expire at `at`. */
export async function addMany(db: Db, count: number, status: MessageStatus, at: Date, name = '') {
  await sql`
    insert into bellhop.messages (id, channel, slug, kind, instance_id, dedupe_key, recipient,
      example, status, priority, occurred_at, created_at, expires_at, due_at)
    select gen_random_uuid(), 'email', 'verification_code', 'code', 'ins_test', ${name}::text || n,
      ${name}::text || n || '@mail.dev', false, ${status}, 40, ${at}, ${at}, ${at}, ${at}
    from generate_series(1, ${count}::int) n`.execute(db)
}

/** Stores a message that failed and can be sent again. */
export function addFailed(db: Db, row: Partial<Row> = {}): Promise<string> {
  return addMessage(db, { status: 'failed', reason: 'refused', content: CONTENT, ...row })
}
