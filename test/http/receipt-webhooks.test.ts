import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { forwarded } from '../support/forwarded.ts'
import { openProviders, type Providers } from '../support/providers.ts'

const PUBLIC_URL = 'https://bellhop.acme.dev'

describe.each(ENGINES)('reports from Twilio on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop
  let number = 0

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders()
    bellhop = await startBellhop(home, providers.env)
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function sent(...statuses: string[]) {
    const to_phone_number = `+1415555${String(3000 + number++)}`
    const { answer } = await bellhop.post(smsCreated({ to_phone_number }))
    await bellhop.reaches(answer.messageId, ...statuses)
    const sms = providers.twilio.accepted.find(({ to }) => to === to_phone_number)
    return { id: answer.messageId, sid: sms?.sid ?? '', statusCallback: sms?.statusCallback ?? '' }
  }

  // Twilio signs the URL that it was given. Behind a proxy, the request arrives at another one.
  const report = (sid: string, status: string) =>
    arrives(() => providers.twilio.report({ sid, status }))

  const arrives = async (act: () => Promise<Response>) =>
    (await forwarded(PUBLIC_URL, bellhop.url, act)).status

  it('move a message forward, and never back', async () => {
    const { id, sid } = await sent('sent')
    expect(await report(sid, 'delivered')).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status: 'delivered' })
    expect(await report(sid, 'sent')).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status: 'delivered' })
  })

  it('are stored once, however often they come', async () => {
    const { id, sid } = await sent('sent')
    for (const _ of [1, 2, 3]) expect(await report(sid, 'undelivered')).toBe(204)
    const response = await bellhop.get(`/api/messages/${id}`)
    expect(((await response.json()) as { receipts: unknown[] }).receipts).toEqual([
      { status: 'undelivered', at: expect.any(String) },
    ])
  })

  it('settle an unknown SMS', async () => {
    providers.twilio.faults.next({ kind: 'reset_after_accepting' })
    const { id, sid } = await sent('unknown')
    expect(await report(sid, 'sending')).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status: 'sent', providerMessageId: sid })
    const attempts = await bellhop.database.db
      .selectFrom('attempts')
      .selectAll()
      .where('body', 'is not', null)
      .execute()
    expect(attempts).toEqual([])
  })

  it.each(['https://Bellhop.Acme.dev', 'https://bücher.example', 'https://bellhop.acme.dev:443/'])(
    'are known as genuine with PUBLIC_URL=%s, by the address that Twilio was given',
    async (url) => {
      await using other = await createTestDatabase(engine)
      await using there = await startBellhop(other, { ...providers.env, PUBLIC_URL: url })
      const to_phone_number = `+1415555${String(4000 + number++)}`
      const { answer } = await there.post(smsCreated({ to_phone_number }))
      await there.reaches(answer.messageId, 'sent')
      const { sid = '', statusCallback } =
        providers.twilio.accepted.find(({ to }) => to === to_phone_number) ?? {}
      const [given = ''] = statusCallback?.split('/api/') ?? []
      const response = await forwarded(given, there.url, () =>
        providers.twilio.report({ sid, status: 'delivered' }),
      )
      expect(response.status).toBe(204)
      expect(await there.message(answer.messageId)).toMatchObject({ status: 'delivered' })
    },
  )

  it('are ignored if they belong to another account', async () => {
    const { id, sid } = await sent('sent')
    const account = `AC${'f'.repeat(32)}`
    const foreign = () => providers.twilio.report({ sid, status: 'delivered', account })
    expect(await arrives(foreign)).toBe(204)
    expect(await bellhop.message(id)).toMatchObject({ status: 'sent' })
  })

  it('cannot move an email', async () => {
    const { sid } = await sent('sent')
    const { answer } = await bellhop.post(emailCreated({ to_email_address: 'email@mail.dev' }))
    await bellhop.reaches(answer.messageId, 'sent')
    const url = `${PUBLIC_URL}/api/webhooks/twilio?m=${answer.messageId}`
    expect(await arrives(() => providers.twilio.report({ sid, status: 'delivered', url }))).toBe(
      204,
    )
    expect(await bellhop.message(answer.messageId)).toMatchObject({ status: 'sent' })
  })

  it.each([
    ['no signature', {}],
    ['a forged signature', { 'x-twilio-signature': 'AAAA' }],
  ])('are refused with %s', async (_, headers) => {
    const { id } = await sent('sent')
    const body = new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'failed' })
    const response = await fetch(`${bellhop.url}/api/webhooks/twilio?m=${id}`, {
      method: 'POST',
      headers,
      body,
    })
    expect(response.status).toBe(400)
    expect(await bellhop.message(id)).toMatchObject({ status: 'sent' })
  })
})
