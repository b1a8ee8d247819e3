import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { useDoctorScene } from '../support/doctor-scene.ts'
import { RESEND_EVENTS, type ResendAccount } from '../support/resend-account.ts'
import type { TwilioAccount } from '../support/twilio-account.ts'

const SERVICE_SID = `MG${'2'.repeat(32)}`

describe('bellhop doctor, at the providers', () => {
  const scene = useDoctorScene()

  describe.each<[string, Finding['status'], RegExp, (account: ResendAccount) => void]>([
    [
      'resend.domain',
      'fail',
      /auth\.acme\.dev \(pending\)/,
      (a) => setDomain(a, { status: 'pending' }),
    ],
    [
      'resend.domain',
      'fail',
      /auth\.acme\.dev \(not at Resend\)/,
      (a) => setDomain(a, { name: 'b.dev' }),
    ],
    ['resend.tracking', 'fail', /auth\.acme\.dev/, (a) => setDomain(a, { click_tracking: true })],
    ['resend.tracking', 'fail', /auth\.acme\.dev/, (a) => setDomain(a, { open_tracking: true })],
    ['resend.webhook', 'fail', /No enabled webhook/, (a) => void a.webhooks.splice(0)],
    ['resend.webhook', 'fail', /No enabled webhook/, (a) => setWebhook(a, { status: 'disabled' })],
    [
      'resend.webhook',
      'warn',
      /email\.bounced/,
      (a) => setWebhook(a, { events: RESEND_EVENTS.filter((name) => name !== 'email.bounced') }),
    ],
    [
      'resend.quota',
      'warn',
      /85 of 100 today/,
      (a) => {
        a.daily.used = 85
      },
    ],
    [
      'resend.quota',
      'fail',
      /100 of 100 today/,
      (a) => {
        a.daily.used = 100
      },
    ],
    [
      'resend.quota',
      'ok',
      /of any number today/,
      (a) => {
        a.daily.limit = null
      },
    ],
  ])('%s', (id, status, message, change) => {
    it(`is ${status}: ${message}`, async () => {
      change(scene.providers.resend.account)
      await scene.finds(id, status, message)
    })
  })

  it('finds a key that may only send, and leaves out what it cannot read', async () => {
    scene.providers.resend.forbidReading()
    expect(await scene.found('resend.key')).toMatchObject({
      status: 'ok',
      message: expect.stringContaining('only send'),
    })
    const left = scene.stdout.filter((line) => line.includes('may only send, so'))
    expect(left).toHaveLength(4)
  })

  describe.each<[Finding['status'], RegExp, () => unknown]>([
    [
      'fail',
      /no SPF \(TXT send\.auth\.acme\.dev\)/,
      () => scene.zone.txt.delete('send.auth.acme.dev'),
    ],
    ['fail', /no SPF \(MX send\.auth\.acme\.dev\)/, () => scene.zone.mx.clear()],
    ['fail', /no DKIM/, () => scene.zone.txt.set('resend._domainkey.auth.acme.dev', ['p=other'])],
    ['warn', /no DMARC entry for auth\.acme\.dev/, () => scene.zone.txt.delete('_dmarc.acme.dev')],
  ])('dns', (status, message, change) => {
    it(`is ${status}: ${message}`, async () => {
      change()
      await scene.finds('dns', status, message)
    })
  })

  describe.each<[string, Finding['status'], RegExp, (account: TwilioAccount) => unknown]>([
    [
      'twilio.account',
      'fail',
      /is suspended/,
      (a) => {
        a.status = 'suspended'
      },
    ],
    [
      'twilio.account',
      'warn',
      /trial/,
      (a) => {
        a.type = 'Trial'
      },
    ],
    [
      'twilio.account',
      'fail',
      /refuses/,
      () => {
        scene.env.TWILIO_AUTH_TOKEN = 'wrong-token'
      },
    ],
    [
      'twilio.sender',
      'fail',
      /does not belong/,
      (a) => {
        a.numbers = []
      },
    ],
    [
      'twilio.sender',
      'fail',
      /cannot send SMS/,
      (a) => (a.numbers = [{ phone_number: '+14155550100', sms: false }]),
    ],
    ['twilio.sender', 'ok', /has 1 sender/, () => sendBy(SERVICE_SID)],
    [
      'twilio.sender',
      'fail',
      /has no sender/,
      (a) => {
        sendBy(SERVICE_SID)
        a.services[SERVICE_SID] = []
      },
    ],
    ['twilio.sender', 'fail', /does not exist/, () => sendBy(`MG${'3'.repeat(32)}`)],
    [
      'twilio.countries',
      'warn',
      /does not send to: DE/,
      (a) => {
        a.countries.DE = false
      },
    ],
    [
      'twilio.countries',
      'ok',
      /all countries that Clerk allows/,
      (a) => {
        a.countries.DE = false
        scene.clerk.facts.blockedCountries.push('DE')
      },
    ],
    [
      'twilio.balance',
      'warn',
      /9\.50 USD/,
      (a) => {
        a.balance = '9.5'
      },
    ],
    [
      'twilio.balance',
      'fail',
      /-1\.00 USD/,
      (a) => {
        a.balance = '-1'
      },
    ],
  ])('%s', (id, status, message, change) => {
    it(`is ${status}: ${message}`, async () => {
      change(scene.providers.twilio.account)
      await scene.finds(id, status, message)
    })
  })

  it('does not say that a service has no sender, if Twilio does not list them', async () => {
    sendBy(SERVICE_SID)
    scene.providers.twilio.account.services[SERVICE_SID] = []
    scene.providers.twilio.faults.when(({ path }) =>
      path.endsWith('/PhoneNumbers') ? { kind: 'answer', status: 429 } : null,
    )
    await scene.finds('twilio.sender', 'skipped', /does not list the senders/)
  })

  it('asks Resend once for what several checks need', async () => {
    await scene.doctor()
    const paths = scene.providers.resend.requests.map(({ path }) => path)
    expect(paths.length).toBe(new Set(paths).size)
  })

  function sendBy(sid: string): void {
    delete scene.env.TWILIO_FROM
    scene.env.TWILIO_MESSAGING_SERVICE_SID = sid
  }
})

function setDomain(
  account: ResendAccount,
  change: Partial<ResendAccount['domains'][number]>,
): void {
  const [domain] = account.domains
  if (domain) Object.assign(domain, change)
}

function setWebhook(
  account: ResendAccount,
  change: Partial<ResendAccount['webhooks'][number]>,
): void {
  const [webhook] = account.webhooks
  if (webhook) Object.assign(webhook, change)
}
