import { describe, expect, it } from 'vitest'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import type { Fault } from '../support/fault.ts'
import { someOf } from '../support/full.ts'
import { holdProvider } from '../support/held-provider.ts'
import { openProviders, type Providers } from '../support/providers.ts'

const answer = (status: number, body: unknown): Fault => ({ kind: 'answer', status, body })
const twilioError = (code: number) =>
  answer(400, { code, message: `Error ${code}`, more_info: '', status: 400 })
const TESTING_DOMAIN = answer(403, {
  statusCode: 403,
  name: 'validation_error',
  message: 'You can only send testing emails to your own email address (me@example.org).',
})

/** Twilio refuses numbers of one country. */
function refuseBritish({ twilio }: Providers, fault: Fault): void {
  twilio.faults.when(({ method, body }) =>
    method === 'POST' && body.includes('To=%2B44') ? fault : null,
  )
}

const asksFor = ({ twilio }: Providers, to: string) =>
  twilio.requests.filter(({ body }) => body.includes(encodeURIComponent(to))).length

describe.each(ENGINES)('a refusal that may be about one recipient, on %s', (engine) => {
  // test/transports/twilio-errors.test.ts has every code.
  it.each(someOf([21606, 21408, 21612]))(
    'fails one message while others are sent (%i)',
    async (code) => {
      await using home = await createTestDatabase(engine)
      await using providers = await openProviders()
      await using bellhop = await startBellhop(home, providers.env)
      refuseBritish(providers, twilioError(code))
      const foreign = await bellhop.post(smsCreated({ to_phone_number: '+447946012345' }))
      await bellhop.isPutBack(foreign.answer.messageId, String(code))
      for (const last of [1, 2, 3]) {
        const { answer } = await bellhop.post(smsCreated({ to_phone_number: `+1415557010${last}` }))
        await bellhop.reaches(answer.messageId, 'sent')
        expect((await bellhop.get('/readyz')).status).toBe(200)
      }
      const failed = await bellhop.reaches(foreign.answer.messageId, 'failed')
      expect(failed.reason).toBe(String(code))
      expect(asksFor(providers, '+447946012345')).toBe(1)
    },
  )

  it('fails one message of a batch of Resend', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders({ rateLimit: { limit: 20 } })
    await using bellhop = await startBellhop(home, providers.env)
    providers.resend.faults.when(({ body }) => (body.includes('stranger') ? TESTING_DOMAIN : null))
    const post = (to_email_address: string) => bellhop.post(emailCreated({ to_email_address }))
    const release = await holdProvider(bellhop.database.db, 'resend')
    const recipients = ['stranger@mail.dev', 'owner1@mail.dev', 'owner2@mail.dev']
    const [stranger, ...owners] = await Promise.all(recipients.map(post))
    await release()
    for (const owner of owners) await bellhop.reaches(owner.answer.messageId, 'sent')
    const reasonOf = async () => (await bellhop.message(stranger?.answer.messageId)).reason
    await expect.poll(reasonOf).toBe('testing_domain')
    // Only who is reached after the refusal shows that the recipient is its cause. If the owners were reached
    // before, the stranger would be tried again after half a minute.
    const next = await post('owner3@mail.dev')
    await bellhop.reaches(next.answer.messageId, 'sent')
    const failed = await bellhop.reaches(stranger?.answer.messageId, 'failed')
    expect(failed.reason).toBe('testing_domain')
    expect(providers.resend.requests[0]?.path).toBe('/emails/batch')
    const entry = await (await bellhop.get(`/api/messages/${failed.id}`)).json()
    expect((entry as { attempts: { detail: string }[] }).attempts.at(-1)?.detail).toBe(
      'You can only send testing emails to your own email address (…).',
    )
    expect((await bellhop.get('/readyz')).status).toBe(200)
  })

  it('stops the provider when a second recipient is refused, and no message is lost', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    providers.twilio.faults.when(({ method }) => (method === 'POST' ? twilioError(21606) : null))
    const send = (to_phone_number: string) => bellhop.post(smsCreated({ to_phone_number }))
    const one = await send('+14155570101')
    await bellhop.isPutBack(one.answer.messageId, '21606')
    expect((await bellhop.get('/readyz')).status).toBe(200)
    const other = await send('+14155570102')
    await bellhop.isPutBack(other.answer.messageId, '21606')
    await expect
      .poll(async () => (await bellhop.get('/readyz')).json())
      .toMatchObject({ status: 'unavailable', checks: { sms: 'stopped: 21606' } })

    providers.twilio.faults.clear()
    const third = await send('+14155570103')
    for (const { answer } of [one, other, third]) await bellhop.reaches(answer.messageId, 'sent')
    await expect.poll(async () => (await bellhop.get('/readyz')).status).toBe(200)
  })

  it.each(someOf([403, 404]))('may have an unknown code (%i)', async (status) => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    const unknown = answer(status, { code: 60410, message: 'No', more_info: '', status })
    refuseBritish(providers, unknown)
    const foreign = await bellhop.post(smsCreated({ to_phone_number: '+447946012345' }))
    await bellhop.isPutBack(foreign.answer.messageId, '60410')
    const { answer: next } = await bellhop.post(smsCreated({ to_phone_number: '+14155570101' }))
    await bellhop.reaches(next.messageId, 'sent')
    await bellhop.reaches(foreign.answer.messageId, 'failed')
  })

  it('stops the provider at most once when two recipients are refused alternately, and both fail', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    const stops: string[] = []
    await using bellhop = await startBellhop(home, providers.env, {
      onLog: (line) => line.includes('transport stopped') && stops.push(line),
    })
    refuseBritish(providers, twilioError(21408))
    const invited = ['+447946012345', '+447946012346']
    const refused: unknown[] = []
    for (const to_phone_number of invited) {
      const { answer } = await bellhop.post(smsCreated({ to_phone_number, slug: 'invitation' }))
      await bellhop.isPutBack(answer.messageId, '21408')
      refused.push(answer.messageId)
    }
    const isOver = async () => {
      const entries = await Promise.all(refused.map((id) => bellhop.message(id)))
      return entries.every(({ status }) => status === 'failed')
    }
    for (let last = 0; last < 50 && !(await isOver()); last++) {
      const to_phone_number = `+141555701${String(last).padStart(2, '0')}`
      const { answer } = await bellhop.post(smsCreated({ to_phone_number }))
      await bellhop.reaches(answer.messageId, 'sent')
    }
    expect(await isOver()).toBe(true)
    for (const number of invited) expect(asksFor(providers, number)).toBe(2)
    expect(stops).toHaveLength(1)
  })

  it('counts two spellings of one address as one recipient', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    providers.resend.faults.when(() => TESTING_DOMAIN)
    for (const to_email_address of ['Stranger@mail.dev', 'stranger@mail.dev']) {
      const { answer } = await bellhop.post(
        emailCreated({ to_email_address, slug: 'password_changed' }),
      )
      await bellhop.isPutBack(answer.messageId, 'testing_domain')
    }
    expect(await (await bellhop.get('/readyz')).json()).toMatchObject({
      checks: { email: 'unproven' },
    })
  })

  it('is tried again when another message reaches its recipient', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    providers.twilio.faults.next(twilioError(21612))
    const to_phone_number = '+14155570109'
    const first = await bellhop.post(smsCreated({ to_phone_number }))
    await bellhop.isPutBack(first.answer.messageId, '21612')
    const other = await bellhop.post(smsCreated({ to_phone_number, slug: 'password_changed' }))
    await bellhop.reaches(other.answer.messageId, 'sent')
    await bellhop.reaches(first.answer.messageId, 'sent')
  })

  it('does not stop the provider when the same recipient is refused again', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    refuseBritish(providers, twilioError(21606))
    const posts = [
      smsCreated({ to_phone_number: '+447946012345' }),
      smsCreated({ to_phone_number: '+447946012345', slug: 'password_changed' }),
    ]
    for (const event of posts) {
      const { answer } = await bellhop.post(event)
      await bellhop.isPutBack(answer.messageId, '21606')
    }
    expect(await (await bellhop.get('/readyz')).json()).toMatchObject({
      checks: { sms: 'unproven' },
    })
  })
})
