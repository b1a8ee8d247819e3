import { EventEmitter, once } from 'node:events'
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest'
import { asksForTraces } from '../../src/config/tracing.ts'
import { type BellhopProcess, startProcess } from '../support/bellhop-process.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { type Home, openFolder } from '../support/home.ts'
import { openProviderServer, type ProviderServer } from '../support/provider-server.ts'
import { openProviders, type Providers } from '../support/providers.ts'

interface Span {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes: readonly { readonly key: string; readonly value: object }[]
}

const CODE = '918273'

describe('the process', () => {
  let home: Home
  let collector: ProviderServer
  let providers: Providers
  let bellhop: BellhopProcess | undefined
  const exports = new EventEmitter()

  beforeEach(async () => {
    home = await openFolder(inject('dataDir'))
    collector = await openProviderServer({
      now: () => new Date(),
      failure: (status) => ({ status, body: {} }),
      async answer() {
        exports.emit('export')
        return { status: 200, body: {} }
      },
    })
    providers = await openProviders()
  })
  afterEach(async () => {
    bellhop?.child.kill('SIGKILL')
    await collector.close()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  /**
   * Starts a process, sends one email through it, and stops it when the collector has received all of
   * `told`: a process that stops has only two seconds to export the rest.
   */
  async function run(env: Record<string, string>, ...told: readonly string[]): Promise<void> {
    const hooks = new URL('../support/loaded-modules.ts', import.meta.url).href
    bellhop = startProcess({ ...home.env, ...providers.env, ...env }, hooks)
    const response = await bellhop.post(emailCreated({ data: { otp_code: CODE } }))
    expect(response.status).toBe(200)
    await providers.resend.waitFor(1)
    while (!told.every((text) => heard().join().includes(text))) await once(exports, 'export')
    bellhop.child.kill('SIGTERM')
    expect(await bellhop.exit()).toBe(0)
  }

  const heard = () => collector.requests.map(({ body }) => body)
  const lines = () => bellhop?.lines ?? []
  const loaded = () => {
    const found = lines().flatMap(
      (line) => /^loaded (@opentelemetry\/[\w-]+)/.exec(line)?.[1] ?? [],
    )
    return [...new Set(found)]
  }

  it('does not load the SDK when no variable asks for it', async () => {
    await run({})
    // prom-client loads the API, which does nothing by itself.
    expect(loaded().filter((name) => name !== '@opentelemetry/api')).toEqual([])
    expect(collector.requests).toEqual([])
  })

  it('exports spans of the webhook, the acceptance and the request, without personal data', async () => {
    await run(
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=acme',
        OTEL_SERVICE_NAME: 'front-desk',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
      ...['webhook', 'accept', 'provider request'].map((name) => `"name":"${name}"`),
    )
    expect(loaded()).toContain('@opentelemetry/sdk-trace')
    expect(collector.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'x-tenant': 'acme' },
    })
    const bodies = heard()
    const resources = bodies.flatMap((body) => JSON.parse(body).resourceSpans)
    const [{ resource }] = resources
    expect(JSON.stringify(resource)).toMatch(/front-desk.*test|test.*front-desk/)
    const spans: Span[] = resources.flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap((scope: { spans: Span[] }) => scope.spans),
    )
    const named = (name: string) => {
      const span = spans.find((one) => one.name === name)
      const attributes = span?.attributes.map(({ key, value }) => [key, Object.values(value)[0]])
      return { ...span, attributes: Object.fromEntries(attributes ?? []) }
    }
    const webhook = named('webhook')
    const accept = named('accept')
    const request = named('provider request')
    expect(webhook.attributes).toMatchObject({
      'bellhop.event.type': 'email.created',
      'bellhop.outcome': 'accepted',
    })
    expect(accept.parentSpanId).toBe(webhook.spanId)
    expect(accept.attributes).toMatchObject({
      'bellhop.channel': 'email',
      'bellhop.slug': 'verification_code',
      'bellhop.outcome': 'accepted',
      'bellhop.message.id': expect.stringMatching(/^[\da-f-]{36}$/),
    })
    expect(request.traceId).not.toBe(webhook.traceId)
    expect(request.attributes).toMatchObject({
      'bellhop.provider': 'resend',
      'bellhop.outcome': { values: [{ stringValue: 'accepted' }] },
      'bellhop.message.id': { values: [{ stringValue: accept.attributes['bellhop.message.id'] }] },
    })
    for (const secret of [CODE, 'mail.dev', 're_test', 'whsec_', 'insert into', '127.0.0.1']) {
      expect(bodies.join('\n')).not.toContain(secret)
    }
  })

  it('exports protobuf by default', async () => {
    await run(
      {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/custom`,
        OTEL_BSP_SCHEDULE_DELAY: '50',
      },
      'provider request',
    )
    expect(collector.requests[0]).toMatchObject({
      path: '/custom',
      headers: { 'content-type': 'application/x-protobuf' },
    })
    expect(heard().join()).toContain('provider request')
  })

  it('starts and delivers with variables that OpenTelemetry cannot use, and names them', async () => {
    await run({
      OTEL_TRACES_EXPORTER: 'pigeon',
      OTEL_TRACES_SAMPLER: 'by_taste',
      OTEL_BSP_MAX_QUEUE_SIZE: 'many',
    })
    expect(lines().join('\n')).toMatch(/OpenTelemetry: .*pigeon/)
  })

  it('delivers and ends in time when the collector is away, and says so once', async () => {
    await collector.close()
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' })
    expect(lines().filter((line) => line.includes('OpenTelemetry could not')).length).toBeLessThan(
      2,
    )
    expect(lines().join('\n')).not.toContain('uncaught')
  })
})

describe('the variables of OpenTelemetry', () => {
  it.each([
    [{}],
    [{ OTEL_SERVICE_NAME: 'bellhop' }],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
  ])('%j ask for no traces', (env) => {
    expect(asksForTraces(env)).toBe(false)
  })

  it.each([
    [{ OTEL_TRACES_EXPORTER: 'console, otlp' }],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
    [{ OTEL_TRACES_EXPORTER: '', OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://localhost:4318' }],
  ])('%j ask for traces', (env) => {
    expect(asksForTraces(env)).toBe(true)
  })
})
