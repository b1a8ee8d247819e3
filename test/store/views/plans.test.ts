import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { MESSAGE_STATUSES } from '../../../src/domain/message.ts'
import { searchTermOf } from '../../../src/domain/search-term.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { addRecipients } from '../../../src/store/message/recipients.ts'
import { listMessages } from '../../../src/store/views/ledger.ts'
import { listLanguages, listProviders, listSlugs } from '../../../src/store/views/ledger-values.ts'
import { countMessages } from '../../../src/store/views/message-count.ts'
import { readMessageHistory } from '../../../src/store/views/message-history.ts'
import { listProviderStates } from '../../../src/store/views/provider-states.ts'
import { searchMessages } from '../../../src/store/views/search.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { rowsRead } from '../../support/rows-read.ts'

const MANY = 20_000
const PAGE = 50
const NOW = new Date('2026-03-01T12:00:00Z')

// Common values, and some that no message has.
const FILTERS = [
  {},
  ...MESSAGE_STATUSES.filter((status) => status !== 'sent').map((status) => ({ status })),
  { slug: 'verification_code' },
  { slug: 'other' },
  { channel: 'sms' },
  { channel: 'email' },
  { instanceId: 'ins_test' },
  { instanceId: 'ins_other' },
  { reason: 'suppressed' },
  { language: 'en' },
  { language: 'fr' },
  { provider: 'resend' },
  { provider: 'smtp' },
  { fallback: true },
  { fallback: false },
  { from: new Date(NOW.getTime() - 61 * 60_000) },
  { to: new Date(NOW.getTime() - 100 * 60_000) },
  { recipient: 'p77@mail.dev' },
] as const

describe.each(ENGINES)('the pages of a full ledger on %s', (engine) => {
  it('read few rows, whatever the filter', async () => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    await database.db.connection().execute(async (db) => {
      await fill(db)
      await sql`analyze`.execute(db)
      await readsFew(db)
    })
    await database.close()
  })

  it('find a part of an address without reading all', async () => {
    await using home = await createTestDatabase(engine)
    const database = await home.open()
    await fill(database.db)
    while ((await addRecipients(database.db, NOW, 5_000)) > 0);
    await database.db.connection().execute(async (db) => {
      // A table this small is read faster without an index. A large one is not.
      await sql`set enable_seqscan = off`.execute(db)
      const term = searchTermOf('p777@') ?? { kind: 'too_short' }
      const read = await rowsRead(db, async () => {
        const page = await searchMessages(db, term, { limit: PAGE })
        expect(page).toMatchObject({ messages: [{}], nextCursor: null, searchedTo: null })
      })
      // The newest 5,000 are looked at, once more to know where to go on, and once more for how common the part is.
      expect(read).toBeLessThan(15_100)
    })
    await database.close()
  })
})

async function readsFew(db: Db): Promise<void> {
  for (const filter of FILTERS) {
    const read = await rowsRead(db, async () => {
      await listMessages(db, { ...filter, limit: PAGE })
    })
    expect(read, JSON.stringify(filter)).toBeLessThan(4 * PAGE)
    const counted = await rowsRead(db, async () => {
      await countMessages(db, filter, { most: PAGE })
    })
    expect(counted, `count ${JSON.stringify(filter)}`).toBeLessThan(6 * PAGE)
  }
  const { messages } = await listMessages(db, { limit: 1 })
  const others = {
    listSlugs: () => listSlugs(db),
    listLanguages: () => listLanguages(db),
    listProviders: () => listProviders(db),
    listProviderStates: () => listProviderStates(db),
    readMessageHistory: () => readMessageHistory(db, messages[0]?.id ?? ''),
  }
  for (const [name, work] of Object.entries(others)) {
    const read = await rowsRead(db, async () => {
      await work()
    })
    expect(read, name).toBeLessThan(2 * PAGE)
  }
}

/** Delivered messages, one in ten seconds until an hour ago. */
async function fill(db: Db): Promise<void> {
  await sql`
    insert into bellhop.messages (id, channel, slug, kind, instance_id, dedupe_key, recipient, example,
      status, priority, occurred_at, created_at, expires_at, due_at, locale, template, provider,
      provider_message_id, attempts, claimed_at, sent_at, finished_at)
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '70008'
        || lpad(to_hex(n), 15, '0'))::uuid,
      'email', 'verification_code', 'code', 'ins_test', n, 'p' || n || '@mail.dev', false, 'delivered', 40,
      at, at, at, at, 'en', 'verification_code', 'resend', n, 1, at, at, at
    from (
      select n, ${NOW}::timestamptz - interval '10 s' * (${MANY}::int - n) - interval '1 h' as at
      from generate_series(1, ${MANY}::int) n
    ) numbered`.execute(db)
}
