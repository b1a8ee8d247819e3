import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import twilio from 'twilio'
import { expect, it } from 'vitest'
import { openTwilioServer, TWILIO_ACCOUNT, type TwilioServer } from './twilio-server.ts'

const { accountSid, authToken } = TWILIO_ACCOUNT

function clientOf(server: TwilioServer) {
  const client = twilio(accountSid, authToken, { keepAlive: false })
  client.api.baseUrl = server.url
  return client
}

it('lists messages by number, newest first, once they are visible', async () => {
  let time = Date.parse('2026-03-01T12:00:00Z')
  await using server = await openTwilioServer({ now: () => new Date(time), listDelayMs: 5_000 })
  const { messages } = clientOf(server)
  const to = '+12015551001'
  const first = await messages.create({ to, from: '+12015550100', body: 'one' })
  const second = await messages.create({ to, from: '+12015550100', body: 'two' })
  await messages.create({ to: '+12015551002', from: '+12015550100', body: 'three' })

  expect(await messages.list({ to, limit: 20 })).toHaveLength(0)
  time += 5_000
  const found = await messages.list({ to, limit: 20 })
  expect(found.map((message) => message.sid)).toEqual([second.sid, first.sid])
  expect(found[0]?.dateCreated).toEqual(new Date('2026-03-01T12:00:00Z'))
  expect(found[0]?.dateSent).toBeNull()
  expect((await messages(first.sid).fetch()).body).toBe('one')
})

it('posts status callbacks that Twilio would sign', async () => {
  await using server = await openTwilioServer()
  const heard: { url: string; signature: string; params: Record<string, string> }[] = []
  const listener = createServer(async (request, response) => {
    heard.push({
      url: request.url ?? '',
      signature: String(request.headers['x-twilio-signature']),
      params: Object.fromEntries(new URLSearchParams(await text(request))),
    })
    response.writeHead(204).end()
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  try {
    const base = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
    const { sid } = await clientOf(server).messages.create({
      to: '+12015551001',
      from: '+12015550100',
      body: 'hello',
      statusCallback: `${base}/api/webhooks/twilio?m=1#rc=5&rp=all`,
    })
    const answer = await server.report({ sid, status: 'undelivered', errorCode: 30003 })

    expect(answer.status).toBe(204)
    const [callback] = heard
    expect(callback?.url).toBe('/api/webhooks/twilio?m=1')
    expect(callback?.params).toMatchObject({ MessageSid: sid, ErrorCode: '30003' })
    const { signature = '', params = {} } = callback ?? {}
    const url = `${base}/api/webhooks/twilio?m=1`
    expect(twilio.validateRequest(authToken, signature, url, params)).toBe(true)
    expect(server.accepted[0]?.status).toBe('undelivered')
  } finally {
    listener.close()
  }
})

it('answers 401 to wrong keys and 404 to other accounts', async () => {
  await using server = await openTwilioServer()
  const post = (account: string, authorization: string) =>
    fetch(`${server.url}/2010-04-01/Accounts/${account}/Messages.json`, {
      method: 'POST',
      headers: { authorization },
    })
  const known = `Basic ${btoa(`${accountSid}:${authToken}`)}`
  expect((await post(accountSid, 'Basic AAAA')).status).toBe(401)
  expect((await post(`AC${'9'.repeat(32)}`, known)).status).toBe(404)
  expect(await (await post(accountSid, known)).json()).toMatchObject({ code: 21604, status: 400 })
})
