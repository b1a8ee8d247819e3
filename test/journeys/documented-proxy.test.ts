import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, form } from '../support/ask.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { signed } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { adaptedByCaddy, hasProxy, startDocumentedProxy } from '../support/documented-proxy.ts'
import { createTestDatabase } from '../support/engines.ts'

const MIB = 1024 * 1024
const HOST = 'bellhop.example.com'
const AUTHORIZATION = `Bearer ${OPS_TOKEN}`

/** An event whose body has so many bytes. */
function eventOf(bytes: number): object {
  const event = { ...emailCreated(), padding: '' }
  return { ...event, padding: 'x'.repeat(bytes - Buffer.byteLength(JSON.stringify(event))) }
}

const PROGRAMS = (['caddy', 'nginx'] as const).filter(hasProxy)

describe.each(PROGRAMS)('%s with the settings of docs/proxy.md', (program) => {
  const stack = new AsyncDisposableStack()
  let direct: RunningBellhop
  let proxied: RunningBellhop

  beforeAll(async () => {
    const home = stack.use(await createTestDatabase('pglite'))
    const env = { TRUSTED_PROXIES: '1', PUBLIC_URL: `https://${HOST}`, METRICS_TOKEN: '' }
    direct = stack.use(await startBellhop(home, env))
    const { url } = stack.use(await startDocumentedProxy(program, direct.url))
    proxied = { ...direct, url }
  })
  afterAll(() => stack.disposeAsync())

  const post = async (url: string, event: object) =>
    (await fetch(`${url}/api/webhooks`, { method: 'POST', ...signed(event) })).status

  it('passes events of up to 1 MiB, and refuses larger ones itself', async () => {
    expect(await post(proxied.url, eventOf(MIB))).toBe(200)
    // Caddy 2.6 says 502 instead.
    expect([413, 502]).toContain(await post(proxied.url, eventOf(2.5 * MIB)))
  })

  it('keeps /metrics, /healthz and /readyz inside', async () => {
    for (const name of ['metrics', 'healthz', 'readyz']) {
      expect((await ask(direct, `/${name}`)).status).toBe(200)
      for (const path of [
        `/${name}`,
        `/${name}/`,
        `/${name}?x`,
        `//${name}`,
        `/./${name}`,
        `/x/../${name}`,
        `/x/%2e%2e/${name}`,
        `/%${name.charCodeAt(0).toString(16)}${name.slice(1)}`,
      ]) {
        const { status, text } = await ask(proxied, path)
        expect(text, path).not.toMatch(/bellhop_|"status"/)
        expect([path, status]).toEqual([path, 404])
      }
    }
  })

  it('tells the address of the client, whatever the client claims', async () => {
    const statuses: number[] = []
    for (let time = 0; time < 12; time++) {
      const { status } = await ask(proxied, '/api/messages', {
        headers: { authorization: 'Bearer wrong', 'x-forwarded-for': `9.9.9.${time}` },
      })
      statuses.push(status)
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429])
  })

  it('lets an operator sign in, and shows the outbox as messages come', async () => {
    const headers = { host: HOST, origin: `https://${HOST}` }
    const { status } = await ask(proxied, '/login', form({ token: OPS_TOKEN }, headers))
    expect(status).toBe(303)
    const abort = new AbortController()
    const events = await fetch(`${proxied.url}/outbox/events`, {
      headers: { authorization: AUTHORIZATION },
      signal: abort.signal,
    })
    expect(events.headers.get('content-type')).toMatch('text/event-stream')
    const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    // Would wait for ever if the proxy kept them back.
    const changes = async (count: number) => {
      while (text.split('event: change').length <= count)
        text += (await reader?.read())?.value ?? ''
    }
    await changes(1)
    expect(await post(proxied.url, emailCreated())).toBe(200)
    await changes(2)
    abort.abort()
  })

  it('with the rule for Svix refuses the events of others, and nothing else', async () => {
    await using strict = await startDocumentedProxy(program, direct.url, ['44.228.126.217'])
    await using open = await startDocumentedProxy(program, direct.url, ['127.0.0.1'])
    expect(await post(strict.url, emailCreated())).toBe(403)
    expect(await post(open.url, emailCreated())).toBe(200)
    for (const path of ['', '/', '/clerk', '/clerk/']) {
      const { status } = await ask({ ...direct, url: strict.url }, `/api/webhooks${path}`)
      expect([path, status]).toEqual([path, 403])
    }
    const resend = await fetch(`${strict.url}/api/webhooks/resend`, { method: 'POST' })
    expect(resend.status).not.toBe(403)
    expect((await ask({ ...direct, url: strict.url }, '/metrics')).status).toBe(404)
  })
})

it.skipIf(!PROGRAMS.includes('caddy'))(
  'the Caddyfile of compose.production.yaml does the same as that of docs/proxy.md',
  () => {
    const { page, compose } = adaptedByCaddy()
    expect(compose).toEqual(page)
  },
)
