import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'

const CODE = '736194'
const key = () => randomBytes(32).toString('base64')

/** All rows except the recipients, as one text. */
async function dump({ database }: RunningBellhop): Promise<string> {
  const texts: string[] = []
  for (const table of ['messages', 'attempts', 'captured_messages', 'events', 'receipts']) {
    const { rows } = await sql
      .raw<{ row: string }>(`select t::text as row from bellhop.${table} t`)
      .execute(database.db)
    texts.push(...rows.map(({ row }) => row))
  }
  return texts.join('\n')
}

/** Makes a stopped transport probe at once. */
async function probe({ database: { db } }: RunningBellhop): Promise<void> {
  await db.updateTable('transports').set({ probeAt: new Date() }).execute()
}

describe.each(ENGINES)('with an encryption key, on %s', (engine) => {
  it('the content of open messages cannot be read in the database, and all are sent', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, { ...providers.env, ENCRYPTION_KEY: key() })
    const held = Promise.withResolvers<void>()
    providers.resend.faults.times(2, { kind: 'late', wait: held.promise })
    const data = { otp_code: CODE }
    const { answer } = await bellhop.post(emailCreated({ data, body: `<p>${CODE}</p>` }))
    await bellhop.reaches(answer.messageId, 'sending')
    expect(await dump(bellhop)).not.toContain(CODE)
    held.resolve()
    await bellhop.reaches(answer.messageId, 'sent')

    // A repeated request is made from the stored body.
    providers.resend.faults.next({ kind: 'reset_after_accepting' })
    const repeated = await bellhop.post(emailCreated({ data }))
    await bellhop.reaches(repeated.answer.messageId, 'sent')
    const sms = await bellhop.post(smsCreated({ message: `Your code is ${CODE}` }))
    await bellhop.reaches(sms.answer.messageId, 'sent')
    expect(providers.resend.accepted.map(({ subject }) => subject.slice(0, 6))).toEqual([
      CODE,
      CODE,
    ])
    expect(providers.twilio.accepted[0]?.body).toContain(CODE)
    expect(await dump(bellhop)).not.toContain(CODE)
  })

  // A PGlite of a test is new each time that it is opened.
  it.skipIf(engine === 'pglite')(
    'a message that was queued under the old key is sent after a rotation',
    async () => {
      await using home = await createTestDatabase(engine)
      await using providers = await openProviders()
      const [older, newer] = [key(), key()]
      providers.resend.faults.when(() => ({ kind: 'answer', status: 401 }))
      const first = await startBellhop(home, { ...providers.env, ENCRYPTION_KEY: older })
      const { answer } = await first.post(emailCreated({ data: { otp_code: CODE } }))
      await first.isPutBack(answer.messageId, 'missing_api_key')
      await first[Symbol.asyncDispose]()

      providers.resend.faults.clear()
      const ENCRYPTION_KEY = `${newer},${older}`
      await using second = await startBellhop(home, { ...providers.env, ENCRYPTION_KEY })
      await probe(second)
      await second.reaches(answer.messageId, 'sent')
      expect(providers.resend.accepted.at(-1)?.subject).toContain(CODE)
    },
  )

  it.skipIf(engine === 'pglite')(
    'a message whose key is missing waits for it, and does not delay other messages',
    async () => {
      await using home = await createTestDatabase(engine)
      await using providers = await openProviders()
      providers.resend.faults.when(() => ({ kind: 'answer', status: 401 }))
      const first = await startBellhop(home, { ...providers.env, ENCRYPTION_KEY: key() })
      const old = await first.post(emailCreated({ slug: 'password_changed' }))
      await first.isPutBack(old.answer.messageId, 'missing_api_key')
      await first[Symbol.asyncDispose]()

      providers.resend.faults.clear()
      await using second = await startBellhop(home, { ...providers.env, ENCRYPTION_KEY: key() })
      const { answer } = await second.post(emailCreated())
      await probe(second)
      await second.reaches(answer.messageId, 'sent')
      const isLocked = async () =>
        expect(await second.message(old.answer.messageId)).toMatchObject({
          status: 'queued',
          reason: 'no_key',
        })
      await vi.waitFor(isLocked, 45_000)
    },
  )
})
