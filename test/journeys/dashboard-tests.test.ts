import { describe, expect, it } from 'vitest'
import { startBellhop } from '../support/bellhop.ts'
import { published } from '../support/clerk-events.ts'
import { createTestDatabase } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'

const EXAMPLES = [
  'email.created.verification_code',
  'sms.created.verification_code',
  'user.created',
]

describe('"Send Example" of the Dashboard', () => {
  it('is sent to the test address each time, marked as a test', async () => {
    await using home = await createTestDatabase('pglite')
    await using providers = await openProviders()
    const env = { TEST_EMAIL_TO: 'me@mail.dev', TEST_SMS_TO: '+14155552671' }
    await using bellhop = await startBellhop(home, { ...providers.env, ...env })
    for (const _press of [1, 2]) {
      for (const name of EXAMPLES) {
        const { status, answer } = await bellhop.post(published(name))
        expect({ status, answer }).toMatchObject({ status: 200, answer: { status: 'accepted' } })
        expect(await bellhop.reaches(answer.messageId, 'sent')).toMatchObject({ example: true })
      }
    }
    const { resend, twilio } = providers
    expect(resend.accepted.map(({ to, subject }) => [to[0], subject])).toEqual([
      ['me@mail.dev', expect.stringMatching(/^\[Test\] 123456 .*Acme/)],
      ['me@mail.dev', expect.stringMatching(/^\[Test\] .*app\.acme\.dev/)],
      ['me@mail.dev', expect.stringMatching(/^\[Test\] 123456 .*Acme/)],
      ['me@mail.dev', expect.stringMatching(/^\[Test\] .*app\.acme\.dev/)],
    ])
    expect(twilio.accepted.map(({ to }) => to)).toEqual(['+14155552671', '+14155552671'])
    expect(twilio.accepted[0]?.body).toMatch(/^\[Test\] app\.acme\.dev: 123456/)
    expect(await bellhop.database.db.selectFrom('users').selectAll().execute()).toEqual([])
  })

  it('appears in the outbox in capture mode', async () => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home)
    for (const name of EXAMPLES) {
      const { answer } = await bellhop.post(published(name))
      expect(answer).toMatchObject({ status: 'accepted' })
      await bellhop.reaches(answer.messageId, 'sent')
    }
    const outbox = await (await bellhop.get('/api/outbox')).json()
    expect((outbox as { messages: { to: string; code?: string }[] }).messages).toEqual([
      expect.objectContaining({
        to: 'johndoe@acme.com',
        subject: expect.stringMatching(/^\[Test\] /),
      }),
      expect.objectContaining({ to: '+19876543210', code: '123456' }),
      expect.objectContaining({ to: 'johndoe@acme.com', code: '123456' }),
    ])
  })
})
