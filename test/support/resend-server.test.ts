import { Resend } from 'resend'
import { describe, expect, it } from 'vitest'
import { openResendServer, type ResendServer } from './resend-server.ts'

const EMAIL = { from: 'auth@acme.com', to: 'reader@acme.com', subject: 'Hi', text: 'Hello' }
const DAY = 24 * 60 * 60 * 1000

function clientOf(server: ResendServer, key = 're_test') {
  return new Resend(key, { baseUrl: server.url })
}

describe('idempotency keys', () => {
  it('are kept for 24 hours', async () => {
    let time = 0
    await using server = await openResendServer({ now: () => new Date(time) })
    const { emails } = clientOf(server)
    const send = () => emails.send(EMAIL, { idempotencyKey: 'k' })
    const first = await send()
    time = DAY - 1
    expect((await send()).data?.id).toBe(first.data?.id)
    time = DAY
    expect((await send()).data?.id).not.toBe(first.data?.id)
    expect(server.accepted).toHaveLength(2)
  })

  it('are free again after a request that accepted nothing', async () => {
    await using server = await openResendServer()
    const { emails } = clientOf(server)
    const refused = await emails.send({ ...EMAIL, to: 'x@example.com' }, { idempotencyKey: 'k' })
    expect(refused.error).toMatchObject({ statusCode: 422, name: 'validation_error' })
    expect((await emails.send(EMAIL, { idempotencyKey: 'k' })).error).toBeNull()
  })

  it('may not be longer than 256 characters', async () => {
    await using server = await openResendServer()
    const answer = await clientOf(server).emails.send(EMAIL, { idempotencyKey: 'k'.repeat(257) })
    expect(answer.error).toMatchObject({ statusCode: 400, name: 'invalid_idempotency_key' })
  })
})

describe('the rate limit', () => {
  it('is a window of one second, shown in headers', async () => {
    let time = 250
    await using server = await openResendServer({
      rateLimit: { limit: 2 },
      now: () => new Date(time),
    })
    const { emails } = clientOf(server)
    const { headers } = await emails.send(EMAIL)
    expect(headers).toMatchObject({
      'ratelimit-limit': '2',
      'ratelimit-remaining': '1',
      'ratelimit-reset': '1',
      'ratelimit-policy': '2;w=1',
    })
    await emails.send(EMAIL)
    const over = await emails.send(EMAIL)
    expect(over.error?.name).toBe('rate_limit_exceeded')
    expect(over.headers?.['retry-after']).toBe('1')
    time = 1000
    expect((await emails.send(EMAIL)).error).toBeNull()
    server.limit(null)
    expect((await emails.send(EMAIL)).headers).not.toHaveProperty('ratelimit-limit')
  })
})

describe('a request', () => {
  it('needs a key, the right key, and a user agent', async () => {
    await using server = await openResendServer()
    const wrong = await clientOf(server, 're_wrong').emails.send(EMAIL)
    expect(wrong.error).toMatchObject({ statusCode: 403, name: 'invalid_api_key' })
    const post = (headers: Record<string, string>) =>
      fetch(`${server.url}/emails`, { method: 'POST', headers })
    expect(await (await post({})).json()).toMatchObject({ name: 'missing_api_key' })
    expect((await post({ 'user-agent': '' })).status).toBe(403)
  })

  it('for a strict batch accepts all or nothing', async () => {
    await using server = await openResendServer()
    const { batch } = clientOf(server)
    const mixed = await batch.send([EMAIL, { ...EMAIL, to: 'nobody' }])
    expect(mixed.error?.statusCode).toBe(422)
    expect(server.accepted).toHaveLength(0)
    expect((await batch.send([EMAIL, EMAIL])).data?.data).toHaveLength(2)
  })

  it('for an email by id returns it', async () => {
    await using server = await openResendServer()
    const { emails } = clientOf(server)
    const { data } = await emails.send(EMAIL)
    expect((await emails.get(data?.id ?? '')).data).toMatchObject({ id: data?.id, text: 'Hello' })
    expect((await emails.get('another')).error?.name).toBe('not_found')
  })

  it('may be delayed before it is accepted', async () => {
    await using server = await openResendServer()
    const gate = Promise.withResolvers<void>()
    const arrived = Promise.withResolvers<void>()
    server.faults.when(({ headers }) => {
      if (headers['idempotency-key'] !== 'a') return null
      arrived.resolve()
      return { kind: 'slow', wait: gate.promise }
    })
    const { emails } = clientOf(server)
    const slow = emails.send(EMAIL, { idempotencyKey: 'a' })
    await arrived.promise
    await emails.send(EMAIL, { idempotencyKey: 'b' })
    expect(server.accepted.map((email) => email.key)).toEqual(['b'])
    gate.resolve()
    await slow
    expect((await server.waitFor(2)).map((email) => email.key)).toEqual(['b', 'a'])
  })
})
