import { once } from 'node:events'
import { Webhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, SECRET, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'
import { connectRaw, postHead } from '../support/raw-client.ts'

const OTHER_SECRET = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
// With a slash at the end, as many forms and programs write URLs.
const PATHS = ['/api/webhooks', '/api/webhooks/clerk', '/api/webhooks/', '/api/webhooks/clerk/']
const INVALID_SIGNATURE = { status: 400, answer: { error: 'invalid_signature' } }

describe('the Clerk endpoint', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home, {
      CLERK_WEBHOOK_SIGNING_SECRET: `${SECRET} ${OTHER_SECRET}`,
    })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const events = () => bellhop.database.db.selectFrom('events').selectAll().execute()

  /** Runs `act` and checks that it stored nothing. */
  async function storesNothing<Result>(act: () => Promise<Result>): Promise<Result> {
    const before = (await events()).length
    const result = await act()
    expect((await events()).length).toBe(before)
    return result
  }

  it.each(PATHS)('answers a GET of %s with a sentence', async (path) => {
    const response = await fetch(`${bellhop.url}${path}`)
    expect(response.status).toBe(200)
    expect(await response.text()).toMatch(/^Bellhop listens here[^\n]*\n$/)
    for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const refused = await fetch(`${bellhop.url}${path}`, { method })
      expect(refused.status).toBe(405)
      expect(refused.headers.get('allow')).toBe('GET, POST')
    }
  })

  it.each(PATHS)('accepts events at %s', async (path) => {
    expect(await bellhop.post(emailCreated(), { path })).toMatchObject({
      status: 200,
      answer: { status: 'accepted' },
    })
  })

  it('has no other routes', async () => {
    const response = await fetch(`${bellhop.url}/api/webhooks/other`, { method: 'POST' })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ error: 'not_found' })
  })

  it('accepts a signature made with any of its secrets', async () => {
    expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })
    expect(await bellhop.post(emailCreated(), { secret: OTHER_SECRET })).toMatchObject({
      status: 200,
    })
  })

  it('accepts a list of signatures if one is right', async () => {
    const body = JSON.stringify(emailCreated())
    const at = new Date()
    const right = new Webhook(SECRET).sign('msg_list', at, body)
    const headers = { 'svix-signature': `v1,AAAA v1a,BBBB ${right}` }
    expect(await bellhop.post(body, { svixId: 'msg_list', at, headers })).toMatchObject({
      status: 200,
    })
  })

  it.each([
    ['a wrong secret', { secret: 'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' }],
    ['a time stamp of six minutes ago', { at: new Date(Date.now() - 360_000) }],
    ['a time stamp of six minutes ahead', { at: new Date(Date.now() + 360_000) }],
    ['no id', { headers: { 'svix-id': '' } }],
    ['no time stamp', { headers: { 'svix-timestamp': '' } }],
    ['no signature', { headers: { 'svix-signature': '' } }],
    ['another id', { headers: { 'svix-id': 'msg_other' } }],
    ['a malformed time stamp', { headers: { 'svix-timestamp': 'yesterday' } }],
    ['a malformed signature', { headers: { 'svix-signature': 'v1,%%%' } }],
    ['a signature without a version', { headers: { 'svix-signature': 'AAAA' } }],
  ])('refuses %s, always with the same answer', async (_, options) => {
    const result = await storesNothing(() => bellhop.post(emailCreated(), options))
    expect(result).toEqual(INVALID_SIGNATURE)
  })

  it('refuses repeated headers', async () => {
    const body = JSON.stringify(emailCreated())
    const headers = new Headers({
      'svix-id': 'msg_twice',
      'svix-timestamp': String(Math.floor(Date.now() / 1000)),
      'svix-signature': new Webhook(SECRET).sign('msg_twice', new Date(), body),
    })
    headers.append('svix-id', 'msg_twice')
    const response = await fetch(`${bellhop.url}/api/webhooks`, { method: 'POST', headers, body })
    expect({ status: response.status, answer: await response.json() }).toEqual(INVALID_SIGNATURE)
  })

  it('refuses a body that was parsed and serialised again', async () => {
    const event = emailCreated()
    const at = new Date()
    const signature = new Webhook(SECRET).sign('msg_again', at, JSON.stringify(event, null, 2))
    const result = await bellhop.post(event, {
      svixId: 'msg_again',
      at,
      headers: { 'svix-signature': signature },
    })
    expect(result).toEqual(INVALID_SIGNATURE)
  })

  it.each([
    ['with a byte order mark', Buffer.from(`\ufeff${JSON.stringify(emailCreated())}`)],
    [
      'that is not UTF-8',
      Buffer.concat([Buffer.from('{"type":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
    ],
  ])('refuses a signed body %s', async (_, bytes) => {
    const at = new Date()
    const response = await fetch(`${bellhop.url}/api/webhooks`, {
      method: 'POST',
      body: bytes,
      headers: {
        'svix-id': 'msg_bytes',
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': new Webhook(SECRET).sign('msg_bytes', at, bytes.toString()),
      },
    })
    expect(response.status).toBe(400)
  })

  it.each(['hello', '', '{"type":', "{'type':1}"])(
    'calls a signed body that is not JSON so: %j',
    async (body) => {
      const result = await storesNothing(() => bellhop.post(body))
      expect(result).toEqual({ status: 400, answer: { error: 'invalid_body' } })
    },
  )

  it('refuses more than a mebibyte', async () => {
    const result = await bellhop.post(emailCreated({ body: 'x'.repeat(1024 * 1024) }))
    expect(result).toEqual({ status: 413, answer: { error: 'body_too_large' } })
  })

  it('accepts a large body below the limit', async () => {
    const result = await bellhop.post(emailCreated({ body: 'x'.repeat(900_000) }))
    expect(result).toMatchObject({ status: 200, answer: { status: 'accepted' } })
  })

  it.each([
    ['null', null],
    ['a list', []],
    ['a string', 'email.created'],
    ['no type', { data: {} }],
    ['null data', { ...emailCreated(), data: null }],
    ['no data', { type: 'sms.created', timestamp: 1 }],
    ['no id', emailCreated({ id: undefined })],
    ['a time that is text', emailCreated({}, { timestamp: 'now' })],
    ['a time beyond all calendars', emailCreated({}, { timestamp: 1e300 })],
    ['an address that is a list', emailCreated({ to_email_address: ['a@b.dev'] })],
    ['a user without an id', userEvent('user.created', { id: undefined })],
    ['a flag that is text', smsCreated({ delivered_by_clerk: 'no' })],
  ])('answers 422 to a signed event that it cannot read: %s', async (_, event) => {
    const body = typeof event === 'string' ? JSON.stringify(event) : event
    const result = await storesNothing(() => bellhop.post(body))
    expect(result).toMatchObject({ status: 422, answer: { error: 'invalid_payload' } })
  })

  it('ignores and counts events of other types', async () => {
    const result = await storesNothing(() =>
      bellhop.post({ type: 'session.created', data: { id: 'sess_1' } }),
    )
    expect(result).toEqual({ status: 200, answer: { status: 'ignored' } })
    const metrics = await (await fetch(`${bellhop.url}/metrics`)).text()
    expect(metrics).toContain('bellhop_webhooks_total{type="other",answer="ignored"} 1')
  })

  it.each([
    ['a slug of null', { slug: null }],
    ['a slug that nobody knows', { slug: 'brand_new' }],
    ['no variables', { data: null }],
    [
      'no optional field at all',
      {
        slug: undefined,
        subject: undefined,
        body_plain: undefined,
        data: undefined,
        user_id: undefined,
      },
    ],
    [
      'NUL characters and broken surrogates',
      { subject: 'a\u0000b\ud800c', data: { 'k\u0000': '\udfff' } },
    ],
    [
      'metadata that reaches for the prototype',
      {
        data: JSON.parse(
          '{"otp_code":"123456","user":{"public_metadata":{"__proto__":{"x":1}}},"__proto__":{"y":1}}',
        ),
      },
    ],
    [
      'a name with markup and line breaks',
      { data: { otp_code: '123456', app: { name: '<b>A</b>\r\nBcc: x' } } },
    ],
  ])('accepts an event with %s', async (_, data) => {
    const { status, answer } = await bellhop.post(emailCreated(data))
    expect({ status, answer }).toMatchObject({ status: 200, answer: { status: 'accepted' } })
    expect(await bellhop.reaches(answer.messageId, 'sent', 'failed')).toMatchObject({
      status: 'sent',
    })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it.each([
    ['an empty recipient', emailCreated({ to_email_address: '' })],
    ['two recipients', emailCreated({ to_email_address: 'a@b.dev,c@d.dev' })],
    ['a recipient with a line break', emailCreated({ to_email_address: 'a@b.dev\nBcc: c@d.dev' })],
    ['a number that is none', smsCreated({ to_phone_number: '555' })],
  ])('skips an event with %s', async (_, event) => {
    expect(await bellhop.post(event)).toMatchObject({
      status: 200,
      answer: { status: 'skipped', reason: 'no_recipient' },
    })
  })

  it('never has a code or an address in an answer', async () => {
    const { answer } = await bellhop.post(emailCreated({ to_email_address: 'secret@mail.dev' }))
    expect(JSON.stringify(answer)).not.toMatch(/123456|secret/)
  })
})

describe('a slow client', () => {
  it('is cut off, and does not delay others', async () => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home, {}, { requestTimeoutMs: 2_000 })
    using client = await connectRaw(bellhop.url)
    const { socket } = client
    const headers = {
      'svix-id': 'msg_slow',
      'svix-timestamp': Math.floor(Date.now() / 1000),
      'svix-signature': 'v1,AAAA',
      'content-length': 1000,
    }
    socket.write(`${postHead('/api/webhooks', headers)}{"type":`)
    expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })
    const [reply] = (await once(socket, 'data')) as [Buffer]
    expect(reply.toString()).toMatch(/^HTTP\/1\.1 408/)
    await once(socket, 'close')
    expect(await bellhop.post(emailCreated())).toMatchObject({ status: 200 })
  })
})
