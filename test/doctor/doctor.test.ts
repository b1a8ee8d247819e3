import { describe, expect, it } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import { SECRET } from '../support/bellhop.ts'
import { useDoctorScene } from '../support/doctor-scene.ts'

// Of the ways for emails only one is used.
const UNUSED_IDS = [
  'smtp.connection',
  'smtp.login',
  'smtp.sender',
  'resend-standby.key',
  'resend-standby.domain',
]
const IDS = [
  'node',
  'settings',
  'database',
  'disk',
  'clock',
  'clerk.secret',
  'clerk.events',
  'clerk.api',
  'clerk.templates',
  'endpoint',
  'resend.key',
  'resend.domain',
  'resend.tracking',
  'resend.webhook',
  'resend.quota',
  ...UNUSED_IDS,
  'dns',
  'twilio.account',
  'twilio.sender',
  'twilio.countries',
  'twilio.balance',
  'alerts',
]

describe('bellhop doctor', () => {
  const scene = useDoctorScene()

  it('finds nothing wrong with a good set-up, and prints one line for each check in order', async () => {
    const code = await scene.doctor()
    expect(scene.stdout.map((line) => line.split(/ +/).slice(0, 2))).toEqual(
      IDS.map((id) => [UNUSED_IDS.includes(id) ? 'skipped' : 'ok', id]),
    )
    expect(code).toBe(0)
  })

  it('prints NDJSON, without undefined fields', async () => {
    expect(await scene.doctor('--json')).toBe(0)
    const findings = scene.stdout.map((line) => JSON.parse(line) as Finding)
    expect(findings.map(({ id }) => id)).toEqual(IDS)
    for (const finding of findings) {
      expect(Object.keys(finding)).toEqual(['id', 'status', 'message'])
    }
  })

  it('leaves out what --skip names, one check or a group', async () => {
    await scene.doctor('--skip', 'resend,dns')
    const skipped = scene.stdout.filter((line) => line.startsWith('skipped'))
    expect(skipped).toHaveLength(6 + UNUSED_IDS.length)
  })

  it('leaves out what each --skip names, if there are several', async () => {
    await scene.doctor('--skip', 'resend', '--skip', 'dns')
    const skipped = scene.stdout.filter((line) => line.startsWith('skipped'))
    expect(skipped).toHaveLength(6 + UNUSED_IDS.length)
  })

  it('refuses an id that --skip does not know, with those that it knows', async () => {
    expect(await scene.doctor('--skip', 'resent')).toBe(2)
    expect(scene.stderr.join(' ')).toContain(
      'There is no check resent. Use some of node, settings,',
    )
  })

  it('ends with 1 if a check fails, and says how many did', async () => {
    scene.providers.twilio.account.status = 'suspended'
    expect(await scene.doctor()).toBe(1)
    expect(scene.stderr[0]).toBe(`1 of ${IDS.length} checks failed.`)
  })

  it('prints no secret, whatever fails', async () => {
    scene.env.RESEND_API_KEY = 're_wrongkeywrongkey'
    scene.env.TWILIO_AUTH_TOKEN = 'wrongtokenwrongtoken'
    scene.env.CLERK_SECRET_KEY = 'sk_test_wrongwrong'
    expect(await scene.doctor()).toBe(1)
    const printed = [...scene.stdout, ...scene.stderr].join('\n')
    for (const secret of ['wrongkey', 'wrongtoken', 'wrongwrong', SECRET]) {
      expect(printed).not.toContain(secret)
    }
  })

  it('names all wrong settings, and leaves out the checks that need them', async () => {
    scene.env.PORT = 'x'
    scene.env.BRAND_COLOR = 'y'
    expect(await scene.doctor()).toBe(1)
    expect(scene.stdout[1]).toMatch(/^fail +settings +PORT must.*BRAND_COLOR must/)
    expect(scene.stdout.slice(2).every((line) => line.startsWith('skipped'))).toBe(true)
  })

  it('changes nothing: it only reads at the providers and at Clerk', async () => {
    const messages = async () => (await scene.service.get('/api/messages')).json()
    const before = await messages()
    await scene.doctor()
    const requests = [
      ...scene.providers.resend.requests,
      ...scene.providers.twilio.requests,
      ...scene.clerk.requests,
    ]
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(['GET']))
    expect(await messages()).toEqual(before)
  })

  describe.each<[string, Finding['status'], RegExp, () => unknown]>([
    [
      'node',
      'fail',
      /Node 20\.1\.0 is too old/,
      () => {
        scene.nodeVersion = '20.1.0'
      },
    ],
    [
      'settings',
      'warn',
      /RESEND_TOKEN is not a setting/,
      () => {
        scene.env.RESEND_TOKEN = 'x'
      },
    ],
    ['clock', 'warn', /3\d s ahead of that of Resend/, () => shift(32_500)],
    ['clock', 'fail', /(?:29|30)\d s behind that of Resend/, () => shift(-301_000)],
    [
      'clerk.api',
      'fail',
      /refuses the key/,
      () => {
        scene.env.CLERK_SECRET_KEY = 'sk_test_other'
      },
    ],
    ['clerk.api', 'skipped', /not set/, () => delete scene.env.CLERK_SECRET_KEY],
    [
      'clerk.api',
      'warn',
      /looks like one of a development/,
      () => {
        scene.clerk.facts.environment = 'production'
      },
    ],
    [
      'clerk.api',
      'fail',
      /belongs to ins_other, but the settings name ins_acme/,
      () => {
        scene.env.CLERK_WEBHOOK_SIGNING_SECRET = `${SECRET}@ins_acme`
        scene.clerk.facts.id = 'ins_other'
      },
    ],
    ['alerts', 'skipped', /nobody is told/, () => delete scene.env.ALERT_WEBHOOK_URL],
    ['alerts', 'ok', /They have no links/, () => delete scene.env.PUBLIC_URL],
    ['endpoint', 'skipped', /PUBLIC_URL is not set/, () => delete scene.env.PUBLIC_URL],
    [
      'endpoint',
      'fail',
      /asks for a sign-in \(401\)/,
      () => {
        scene.env.PUBLIC_URL = scene.providers.twilio.url
      },
    ],
    [
      'endpoint',
      'fail',
      /does not answer/,
      () => {
        scene.env.PUBLIC_URL = 'http://127.0.0.1:1'
      },
    ],
  ])('%s', (id, status, message, change) => {
    it(`is ${status}: ${message}`, async () => {
      change()
      await scene.finds(id, status, message)
    })
  })

  describe('with --send-to and --sms-to', () => {
    it('sends one message each, and says that it arrived', async () => {
      const happened = Promise.withResolvers<void>()
      scene.wait = () => happened.promise
      const sending = scene.doctor('--send-to', 'ada@mail.dev', '--sms-to', '+14155552671')
      const [email] = await scene.providers.resend.waitFor(1)
      scene.providers.resend.happens(email?.id ?? '', 'delivered')
      const reported = Promise.withResolvers<void>()
      scene.wait = () => reported.promise
      happened.resolve()
      const [sms] = await scene.providers.twilio.waitFor(1)
      if (sms) sms.status = 'delivered'
      reported.resolve()
      expect(await sending).toBe(0)
      expect(scene.stdout.slice(-2)).toEqual([
        expect.stringMatching(/^ok +send\.email +resend delivered it\.$/),
        expect.stringMatching(/^ok +send\.sms +twilio delivered it\.$/),
      ])
      expect(scene.stdout.join()).not.toContain('ada@mail.dev')
    })

    it('says what the provider reports about a message that did not arrive', async () => {
      const happened = Promise.withResolvers<void>()
      scene.wait = () => happened.promise
      const sending = scene.doctor('--send-to', 'ada@mail.dev')
      const [email] = await scene.providers.resend.waitFor(1)
      scene.providers.resend.happens(email?.id ?? '', 'bounced')
      happened.resolve()
      expect(await sending).toBe(1)
      expect(scene.stdout.at(-1)).toMatch(/^fail +send\.email +resend reports: bounced\./)
    })

    it('says that there was no report, after a minute of looking', async () => {
      expect(await scene.doctor('--send-to', 'ada@mail.dev')).toBe(0)
      expect(scene.stdout.at(-1)).toMatch(/^warn +send\.email .*did not report within a minute/)
    })

    it('sends nothing with wrong settings, and says so', async () => {
      scene.env.PORT = 'x'
      expect(await scene.doctor('--send-to', 'ada@mail.dev')).toBe(1)
      expect(scene.stdout.at(-1)).toMatch(/^skipped +send\.email +The settings must be corrected/)
      expect(scene.providers.resend.requests).toEqual([])
    })

    it('refuses a wrong address before it asks anybody', async () => {
      expect(await scene.doctor('--send-to', 'ada')).toBe(2)
      expect(scene.stdout).toEqual([])
      expect(scene.providers.resend.requests).toEqual([])
    })
  })

  it('says that no service checked the secret, if none runs', async () => {
    await scene.doctor('--json', '--url', 'http://127.0.0.1:1')
    const finding = scene.stdout
      .map((line) => JSON.parse(line) as Finding)
      .find(({ id }) => id === 'clerk.secret')
    expect(finding).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('No service answers'),
    })
  })

  it('says that the path of an app is missing in the address, if something else answers', async () => {
    await scene.doctor('--url', `${scene.service.url}/elsewhere`)
    expect(scene.stdout).toContainEqual(
      expect.stringMatching(/^fail +clerk\.secret +Something other than Bellhop answers \(404\)\./),
    )
  })

  it('refuses an address of the service that is none, before it asks anybody', async () => {
    expect(await scene.doctor('--url', 'localhost:3000')).toBe(2)
    expect(scene.stdout).toEqual([])
    expect(scene.stderr[0]).toBe('localhost:3000 is not the address of a service.')
    expect(scene.providers.resend.requests).toEqual([])
  })

  function shift(ms: number): void {
    scene.now = () => new Date(Date.now() + ms)
  }
})
