import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, type TestDatabase } from '../support/engines.ts'

describe('a webhook that is posted to a wrong URL', () => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  const lines: string[] = []

  beforeAll(async () => {
    home = await createTestDatabase('pglite')
    bellhop = await startBellhop(home, {}, { onLog: (line) => lines.push(line) })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const strays = () =>
    lines.map((line) => JSON.parse(line)).filter(({ msg }) => /no webhook is taken/.test(msg))

  it.each([
    ['/api/webhooks/other', '/api/webhooks/other', 404],
    ['/api/webhook', '/api/webhook', 404],
    ['//api/webhooks', '//api/webhooks', 404],
    ['/webhooks/clerk/', '/webhooks/clerk/', 404],
    ['/hooks', '/hooks', 404],
    ['/', '/', 401],
    // Its settings are missing.
    ['/api/webhooks/resend', '/api/webhooks/resend', 404],
    ['/api/webhooks/whsec_abc123', '/api/webhooks/*', 404],
    ['/api/webhooks/ada%40mail.dev?token=1', '/api/webhooks/*', 404],
    [`/api/webhooks/${'x/'.repeat(20)}`, '/api/webhooks/x/x/x/x/*', 404],
  ])('leaves a line in the log: %s', async (path, shown, status) => {
    lines.length = 0
    const headers = { 'svix-id': 'msg_1' }
    const response = await fetch(`${bellhop.url}${path}`, { method: 'POST', headers })
    expect(response.status).toBe(status)
    expect(strays()).toMatchObject([{ level: 'warn', method: 'POST', path: shown, status }])
  })

  it('is different from any other request to an unknown URL', async () => {
    lines.length = 0
    await bellhop.post(emailCreated())
    for (const path of ['/favicon.ico', '/wp-login', '/api/webhooks']) {
      await fetch(`${bellhop.url}${path}`)
    }
    await fetch(`${bellhop.url}/elsewhere`, { method: 'POST' })
    expect(strays()).toEqual([])
  })
})
