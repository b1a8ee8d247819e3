import { v7 } from 'uuid'
import { beforeAll, describe, expect, it } from 'vitest'
import { searchTermOf } from '../../../src/domain/search-term.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { erase } from '../../../src/store/message/erase.ts'
import { addRecipients, deleteStrayRecipients } from '../../../src/store/message/recipients.ts'
import { exportMessages } from '../../../src/store/views/export.ts'
import { countMessages } from '../../../src/store/views/message-count.ts'
import { searchMessages } from '../../../src/store/views/search.ts'
import { databaseForAll } from '../../support/database-for-all.ts'
import { ENGINES } from '../../support/engines.ts'
import { addMany, addMessage } from '../../support/ledger-rows.ts'

const NOW = new Date('2026-03-01T12:00:00Z')
const ago = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000)
const RESEND_ID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

describe.each(ENGINES)('a search in the ledger on %s', (engine) => {
  const database = databaseForAll(engine)
  let db: Db
  let [ada, grace, mobile, copy]: string[] = []

  beforeAll(async () => {
    db = database.db
    ada = await addMessage(db, {
      status: 'delivered',
      createdAt: ago(90),
      recipient: 'Ada.Lovelace@acme.dev',
      userId: 'user_ada',
      dedupeKey: 'ins_test:ema_ada',
      providerMessageId: RESEND_ID,
    })
    grace = await addMessage(db, {
      status: 'bounced',
      createdAt: ago(80),
      recipient: 'grace%hopper@navy.test',
    })
    mobile = await addMessage(db, {
      status: 'sent',
      channel: 'sms',
      createdAt: ago(70),
      recipient: '+4915123456789',
      providerMessageId: `SM${'0'.repeat(32)}`,
    })
    copy = await addMessage(db, {
      status: 'sent',
      createdAt: ago(1),
      recipient: 'Ada.Lovelace@acme.dev',
      dedupeKey: 'ins_test:ema_ada:resend:1',
      resendOf: ada,
    })
    await db
      .insertInto('events')
      .values({
        id: v7(),
        endpoint: 'clerk',
        svixId: 'msg_ada',
        type: 'email.created',
        instanceId: 'ins_test',
        userId: null,
        occurredAt: NOW,
        receivedAt: NOW,
        outcome: 'accepted',
        reason: null,
        messageId: ada ?? '',
      })
      .execute()
  })

  async function find(text: string, filter: object = {}): Promise<string[]> {
    const term = searchTermOf(text)
    if (!term) throw new Error('nothing to search for')
    const page = await searchMessages(db, term, { limit: 50, ...filter })
    const count = await countMessages(db, filter, { term })
    expect(count).toMatchObject({ total: page.messages.length, complete: true })
    return page.messages.map(({ id }) => id)
  }

  describe.each(['before', 'after'])('%s the recipients are in the table of recipients', (when) => {
    beforeAll(async () => {
      if (when === 'before') return
      // The newest messages are looked at first: the others must be found by the table.
      await addMany(db, 5_001, 'sent', NOW, 'other-')
      await db
        .updateTable('messages')
        .set({ recipient: null })
        .where('recipient', 'like', 'other-%')
        .execute()
      while ((await addRecipients(db, NOW, 2)) > 0);
    })

    it('finds whole addresses and numbers, however they are written', async () => {
      expect(await find('ada.lovelace@ACME.dev')).toEqual([copy, ada])
      expect(await find('+49 151 23456789')).toEqual([mobile])
      expect(await find('0049 (151) 234-56789')).toEqual([mobile])
    })

    it('finds parts of them', async () => {
      expect(await find('lace@')).toEqual([copy, ada])
      expect(await find('LOV')).toEqual([copy, ada])
      expect(await find('ada.lovelace@acme.de')).toEqual([copy, ada])
      expect(await find('%ho')).toEqual([grace])
      expect(await find('dev%')).toEqual([])
      expect(await find('0151 234')).toEqual([mobile])
      expect(await find('789')).toEqual([mobile])
    })

    it('finds ids of ours, of Clerk and of providers', async () => {
      expect(await find(ada ?? '')).toEqual([ada])
      expect(await find(RESEND_ID.toUpperCase())).toEqual([ada])
      expect(await find(`SM${'0'.repeat(32)}`)).toEqual([mobile])
      expect(await find('user_ada')).toEqual([ada])
      expect(await find('ema_ada')).toEqual([copy, ada])
      expect(await find('ema_ad')).toEqual([])
      expect(await find('msg_ada')).toEqual([ada])
    })

    it('keeps the filters', async () => {
      expect(await find('lovelace', { status: 'delivered' })).toEqual([ada])
      expect(await find('user_ada', { channel: 'sms' })).toEqual([])
    })

    it('goes on from page to page', async () => {
      const term = { kind: 'part', parts: ['lovelace'] } as const
      const first = await searchMessages(db, term, { limit: 1 })
      expect(first.messages.map(({ id }) => id)).toEqual([copy])
      const cursor = first.nextCursor ?? ''
      const second = await searchMessages(db, term, { limit: 1, cursor })
      expect(second.messages.map(({ id }) => id)).toEqual([ada])
    })

    it('exports all pages, masked or not', async () => {
      const term = { kind: 'part', parts: ['lovelace'] } as const
      const recipients = async (reveal: boolean) => {
        const chunks: (string | null)[][] = []
        for await (const chunk of exportMessages(db, {}, { term, reveal, chunk: 1 })) {
          chunks.push(chunk.map(({ recipient }) => recipient))
        }
        return chunks
      }
      expect(await recipients(false)).toEqual([['A***@acme.dev'], ['A***@acme.dev']])
      expect(await recipients(true)).toEqual([['Ada.Lovelace@acme.dev'], ['Ada.Lovelace@acme.dev']])
    })
  })

  it('counts all messages with a part that many of the newest addresses have', async () => {
    await addMany(db, 300, 'failed', NOW, 'common-')
    const term = { kind: 'part', parts: ['common-'] } as const
    expect(await countMessages(db, {}, { term })).toEqual({
      total: 300,
      complete: true,
      byStatus: { failed: 300 },
    })
    await db.deleteFrom('messages').where('dedupeKey', 'like', 'common-%').execute()
  })

  it('leaves nothing of an erased person in the table of recipients', async () => {
    const addresses = async () =>
      (await db.selectFrom('recipients').select('address').orderBy('address').execute()).map(
        ({ address }) => address,
      )
    expect(await addresses()).toEqual([
      '+4915123456789',
      'ada.lovelace@acme.dev',
      'grace%hopper@navy.test',
    ])
    await db
      .transaction()
      .execute((tx) => erase(tx, { userIds: ['user_ada'], recipients: [], instanceId: null }, NOW))
    expect(await find('lovelace')).toEqual([])
    expect(await addresses()).toEqual(['+4915123456789', 'grace%hopper@navy.test'])
    await db
      .deleteFrom('messages')
      .where('id', '=', grace ?? '')
      .execute()
    expect(await deleteStrayRecipients(db, 1)).toBe(1)
    expect(await addresses()).toEqual(['+4915123456789'])
  })
})
