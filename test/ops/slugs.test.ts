import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSlugs } from '../../src/store/views/slug-counts.ts'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addMessage } from '../support/ledger-rows.ts'

const DAY_MS = 86_400_000

describe.each(ENGINES)('GET /api/slugs on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home)
    for (const event of [
      emailCreated(),
      emailCreated({ delivered_by_clerk: true }),
      emailCreated({ slug: 'brand_new' }, { instance_id: 'ins_other' }),
      smsCreated(),
    ]) {
      expect((await bellhop.post(event)).status).toBe(200)
    }
    const { db } = bellhop.database
    await addMessage(db, { status: 'sent', slug: null })
    const createdAt = new Date(Date.now() - 8 * DAY_MS)
    await addMessage(db, { status: 'sent', slug: 'invitation', createdAt })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const answer = async (query = '') => (await bellhop.get(`/api/slugs${query}`)).json()

  it('counts the events of a week by channel and slug, whatever became of them', async () => {
    expect(await answer()).toEqual({
      since: expect.stringMatching(/Z$/),
      transports: { email: 'capture', sms: 'capture' },
      lastEventAt: expect.stringMatching(/Z$/),
      slugs: [
        { channel: 'email', slug: 'brand_new', events: 1 },
        { channel: 'email', slug: 'verification_code', events: 2 },
        { channel: 'sms', slug: 'verification_code', events: 1 },
      ],
      complete: true,
    })
  })

  it('counts those of one instance, and of other periods', async () => {
    expect(await answer('?instance=ins_other')).toMatchObject({ slugs: [{ slug: 'brand_new' }] })
    expect(await answer('?instance=ins_none')).toMatchObject({ slugs: [], lastEventAt: null })
    expect(JSON.stringify(await answer('?days=9'))).toContain('invitation')
    for (const query of ['?days=0', '?days=91', '?days=x', '?instance=%00']) {
      expect((await bellhop.get(`/api/slugs${query}`)).status).toBe(400)
    }
  })
})

describe.each(ENGINES)('the count of slugs on %s', (engine) => {
  it('stops at a number that is large enough, and says so', async () => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    for (const slug of ['invitation', 'verification_code', 'verification_code']) {
      await addMessage(db, { status: 'sent', slug })
    }
    const since = new Date(0)
    expect(await countSlugs(db, { since, most: 4 })).toMatchObject({ complete: true })
    expect(await countSlugs(db, { since, most: 2 })).toEqual({
      slugs: [{ channel: 'email', slug: 'verification_code', events: 2 }],
      complete: false,
    })
    await close()
  })
})
