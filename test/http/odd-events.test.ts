import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'

/** JSON text of this many nested objects. */
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`

/** An event with JSON text in place of a value that no JavaScript object can have. */
function withRaw(event: unknown, json: string): string {
  return JSON.stringify(event).replace('"RAW"', json)
}

describe.each(ENGINES)('odd events on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let lines: string[] = []

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, {}, { onLog: (line) => lines.push(line) })
  })
  beforeEach(() => {
    lines = []
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const logged = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'webhook')
  const long = 'x'.repeat(5_000)

  it.each<[string, unknown, string]>([
    ['a long id', emailCreated({ id: long }), 'data.id'],
    ['a long instance', emailCreated({}, { instance_id: long }), 'instance_id'],
    ['a long instance of an SMS', smsCreated({}, { instance_id: long }), 'instance_id'],
    [
      'a long instance of a user',
      userEvent('user.created', {}, { instance_id: long }),
      'instance_id',
    ],
    ['a long slug', emailCreated({ slug: long }), 'data.slug'],
    ['a long user id', smsCreated({ user_id: long }), 'data.user_id'],
    ['a long id of a user', userEvent('user.deleted', { id: long }), 'data.id'],
    ['an id that is a number', userEvent('user.deleted', { id: 7 }), 'data.id'],
    [
      'a time beyond all numbers',
      withRaw(emailCreated({}, { timestamp: 'RAW' }), '1e999'),
      'timestamp',
    ],
    ['endless nesting', withRaw(emailCreated({ data: { x: 'RAW' } }), nested(100_000)), 'body'],
    [
      'endless nesting of an SMS',
      withRaw(smsCreated({ data: { x: 'RAW' } }), nested(100_000)),
      'body',
    ],
  ])('are unreadable with %s', async (_, event, problem) => {
    expect(await bellhop.post(event)).toEqual({
      status: 422,
      answer: { error: 'invalid_payload', problems: [problem] },
    })
    expect(logged()).toMatchObject([{ level: 'warn', answer: 'invalid_payload' }])
  })

  it('are unreadable with a long svix-id', async () => {
    const posted = await bellhop.post(emailCreated(), { svixId: long })
    expect(posted).toMatchObject({ status: 422, answer: { problems: ['svix-id'] } })
    expect(lines.join()).not.toContain(long)
  })

  it('do not make other events fail', async () => {
    const posted = await Promise.all(
      [
        emailCreated(),
        withRaw(emailCreated({ data: { x: 'RAW' } }), nested(100_000)),
        emailCreated(),
      ].map((event) => bellhop.post(event)),
    )
    expect(posted.map(({ status }) => status)).toEqual([200, 422, 200])
  })

  it.each<[string, unknown]>([
    [
      'the longest ids',
      emailCreated(
        { id: '\u20ac'.repeat(255), slug: '\u20ac'.repeat(255) },
        { instance_id: '\u20ac'.repeat(255) },
      ),
    ],
    [
      'NUL and half a character',
      emailCreated(
        { id: `a\u0000\ud800${Date.now()}`, user_id: '\udfff' },
        { instance_id: 'i\u0000' },
      ),
    ],
    ['huge numbers', withRaw(emailCreated({ data: { ttl_minutes: 'RAW', n: 1e308 } }), '1e999')],
    [
      'deep nesting where nobody looks',
      withRaw(userEvent('user.updated', { x: 'RAW' }), nested(100_000)),
    ],
    [
      'long addresses',
      userEvent('user.updated', { email_addresses: [{ id: 'idn_2', email_address: long }] }),
    ],
    ['a long first name', userEvent('user.created', { first_name: long })],
  ])('are accepted with %s', async (_, event) => {
    expect((await bellhop.post(event)).status).toBe(200)
  })

  it('are sent with the deepest nesting that can be stored', async () => {
    const event = withRaw(emailCreated({ data: { otp_code: '123456', x: 'RAW' } }), nested(3_000))
    const { answer } = await bellhop.post(event)
    expect(await bellhop.reaches(answer.messageId, 'sent', 'failed')).toMatchObject({
      status: 'sent',
      fallback: null,
    })
  })

  it.each<[string, object]>([
    ['no id', { id: undefined }],
    ['an id of null', { id: null }],
    ['an empty id', { id: '' }],
  ])('that name no user to delete are ignored: %s', async (_, data) => {
    expect(await bellhop.post(userEvent('user.deleted', { ...data }))).toEqual({
      status: 200,
      answer: { status: 'ignored', reason: 'no_id' },
    })
    expect(logged()).toMatchObject([
      { level: 'warn', type: 'user.deleted', answer: 'ignored', reason: 'no_id' },
    ])
  })

  it.each([undefined, null])(
    'without a time have the time of their signature: %s',
    async (none) => {
      const at = new Date(Math.floor(Date.now() / 1000 - 60) * 1000)
      const { status, answer } = await bellhop.post(emailCreated({}, { timestamp: none }), { at })
      expect({ status, ...answer }).toMatchObject({ status: 'accepted' })
      expect(logged()).toMatchObject([{ level: 'warn', assumed: ['timestamp'] }])
      const { occurredAt } = await bellhop.message(answer.messageId)
      expect(new Date(occurredAt)).toEqual(at)
    },
  )

  it.each([
    emailCreated({ delivered_by_clerk: undefined }),
    smsCreated({ delivered_by_clerk: null }),
  ])('without delivered_by_clerk count as delivered by Clerk', async (event) => {
    expect(await bellhop.post(event)).toMatchObject({
      status: 200,
      answer: { status: 'skipped', reason: 'delivered_by_clerk' },
    })
    expect(logged()).toMatchObject([{ level: 'warn', assumed: ['delivered_by_clerk'] }])
  })

  it.each([
    ['false', emailCreated, { status: 'accepted' }],
    ['false', smsCreated, { status: 'accepted' }],
    ['true', emailCreated, { status: 'skipped', reason: 'delivered_by_clerk' }],
    ['true', smsCreated, { status: 'skipped', reason: 'delivered_by_clerk' }],
  ])('may have delivered_by_clerk as a word: %j', async (delivered_by_clerk, event, answer) => {
    expect(await bellhop.post(event({ delivered_by_clerk }))).toMatchObject({ status: 200, answer })
    expect(logged()[0]).not.toHaveProperty('assumed')
  })

  it.each<[string, { type: string }]>([
    ['emails.created', { ...emailCreated(), type: 'email.created' }],
    ['smses.created', { ...smsCreated(), type: 'sms.created' }],
    ['sms_message.created', { ...smsCreated(), type: 'sms.created' }],
    ['sms_messages.created', { ...smsCreated(), type: 'sms.created' }],
    ['users.created', { ...userEvent('user.created'), type: 'user.created' }],
  ])('are accepted with another name of their type, and once: %s', async (type, event) => {
    const { answer } = await bellhop.post({ ...event, type })
    expect(answer).toMatchObject({ status: 'accepted' })
    expect((await bellhop.post(event)).answer).toEqual({ ...answer, status: 'duplicate' })
    expect(logged()).toMatchObject([{ type: event.type }, { type: event.type }])
  })

  it('of an unknown type that Bellhop should deliver show on the overview', async () => {
    const fax = { ...emailCreated(), type: 'fax.created' }
    const svixId = 'msg_fax'
    expect(await bellhop.post(fax, { svixId })).toEqual({
      status: 200,
      answer: { status: 'ignored', reason: 'unknown_type' },
    })
    expect(logged()).toMatchObject([{ level: 'warn', answer: 'ignored', reason: 'unknown_type' }])
    expect(await bellhop.post(fax, { svixId })).toMatchObject({ answer: { status: 'duplicate' } })
    const page = await (await bellhop.get('/overview')).text()
    expect(page).toMatch(/fax\.created[\s\S]{1,60}1 ×/)
  })

  it('of an unknown type show on the overview also with delivered_by_clerk as a word', async () => {
    const telex = { ...emailCreated({ delivered_by_clerk: 'false' }), type: 'telex.created' }
    expect((await bellhop.post(telex)).answer).toEqual({
      status: 'ignored',
      reason: 'unknown_type',
    })
    expect(await (await bellhop.get('/overview')).text()).toContain('telex.created')
  })

  it.each([
    { ...emailCreated({ delivered_by_clerk: true }), type: 'pigeon.created' },
    { ...emailCreated({ delivered_by_clerk: 'true' }), type: 'pigeon.created' },
    { ...emailCreated({ delivered_by_clerk: undefined }), type: 'pigeon.created' },
    { type: 'pigeon.created', data: null },
    { type: 'pigeon.created' },
  ])('of an unknown type that Clerk delivers are ignored', async (event) => {
    expect(await bellhop.post(event)).toEqual({ status: 200, answer: { status: 'ignored' } })
    expect(await (await bellhop.get('/overview')).text()).not.toContain('pigeon')
  })
})
