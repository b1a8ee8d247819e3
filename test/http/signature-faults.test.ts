import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ALERT_SECRET, openAlertReceiver } from '../support/alert-receiver.ts'
import { type PostOptions, type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const WRONG = { secret: 'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' }
const REFUSED = { status: 400, answer: { error: 'invalid_signature' } }

describe('the reason why a signature was refused', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let lines: string[] = []
  const at = new Date()

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(
      home,
      { CLERK_WEBHOOK_SIGNING_SECRET: `${SECRET} ${OTHER_SECRET}` },
      { onLog: (line) => lines.push(line), now: () => at },
    )
  })
  beforeEach(() => {
    lines = []
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const logged = () =>
    lines.map((line) => JSON.parse(line)).filter(({ answer }) => answer === 'invalid_signature')
  const ago = (seconds: number) => new Date(at.getTime() - seconds * 1000)

  it.each<[string, PostOptions, object]>([
    ['no secret matches', WRONG, { reason: 'no_secret_matches', secrets: 2 }],
    ['too old', { at: ago(400) }, { reason: 'time_off', seconds: 400 }],
    ['too new', { at: ago(-301) }, { reason: 'time_off', seconds: -301 }],
    [
      'no signature',
      { headers: { 'svix-signature': '' } },
      { reason: 'header_missing', headers: ['svix-signature'] },
    ],
    [
      'no time and no signature',
      { headers: { 'svix-signature': ' ', 'svix-timestamp': '' } },
      { reason: 'header_missing', headers: ['svix-timestamp', 'svix-signature'] },
    ],
    [
      'a time that is not a number',
      { headers: { 'svix-timestamp': 'now' } },
      { reason: 'time_unreadable' },
    ],
    [
      'a time that is too large',
      { headers: { 'svix-timestamp': '9'.repeat(400) } },
      { reason: 'time_unreadable' },
    ],
  ])('is in the log and not in the answer: %s', async (_, options, fault) => {
    const event = emailCreated({}, { timestamp: at.getTime() })
    const posted = await bellhop.post(event, { at, svixId: 'msg_2xKJ8dYqT1', ...options })
    expect(posted).toEqual(REFUSED)
    expect(logged()).toEqual([
      expect.objectContaining({ level: 'warn', svixId: 'msg_2xKJ8dYqT1', ...fault }),
    ])
  })

  it.each(['ada@mail.dev', 'x'.repeat(65), '<script>', 'a b'])(
    'is logged without an id that does not look like one: %j',
    async (svixId) => {
      await bellhop.post(emailCreated(), { at, svixId, ...WRONG })
      expect(logged()).toHaveLength(1)
      expect(logged()[0]).not.toHaveProperty('svixId')
      expect(lines.join()).not.toContain(svixId)
    },
  )
})

describe('a streak of refused webhooks', () => {
  it('raises an alert, unless they are not from Svix or a valid one comes', async () => {
    await using home = await createTestDatabase('pglite')
    await using receiver = await openAlertReceiver()
    // The receiver checks the time of an alert with the real clock.
    let at = new Date(Date.now() - 6 * 60_000)
    await using bellhop = await startBellhop(
      home,
      { ALERT_WEBHOOK_URL: receiver.url, ALERT_WEBHOOK_SECRET: ALERT_SECRET },
      { now: () => at },
    )
    const svix = { 'user-agent': 'Svix-Webhooks/1.84.0 (sender-9YMgn)' }
    const post = (options: PostOptions) => bellhop.post(emailCreated(), { at, ...options })
    const five = async (options: PostOptions) => {
      for (let n = 0; n < 5; n++) expect(await post(options)).toEqual(REFUSED)
    }
    await five({ ...WRONG, headers: svix })
    // Svix's library also checks the time of a signature with the real clock.
    expect(await post({ at: new Date(at.getTime() + 2 * 60_000) })).toMatchObject({ status: 200 })
    await five(WRONG)
    await five({ headers: { ...svix, 'svix-signature': '' } })
    await five({ at: new Date(at.getTime() - 400_000), headers: svix })
    at = new Date()
    expect(await receiver.waitFor(1)).toMatchObject([
      {
        type: 'webhooks.refused',
        data: {
          count: 5,
          minutes: 6,
          reasons: { time_off: 5 },
          hint: 'clock',
          secondsOff: 400,
        },
      },
    ])
  })
})
