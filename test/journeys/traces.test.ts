import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Webhook } from 'svix'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTracing } from '../../src/tracing-settings.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
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
  let dataDir: string
  let collector: ProviderServer
  let providers: Providers
  let child: ChildProcess | undefined
  let lines: string[]

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'bellhop-traces-'))
    collector = await openProviderServer({
      now: () => new Date(),
      failure: (status) => ({ status, body: {} }),
      answer: async () => ({ status: 200, body: {} }),
    })
    providers = await openProviders()
    lines = []
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    await collector.close()
    await providers[Symbol.asyncDispose]()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** Sends one email through a process of its own, from its start to its end. */
  async function run(env: Record<string, string>): Promise<void> {
    const hooks = new URL('../support/loaded-modules.ts', import.meta.url).pathname
    const running = spawn(process.execPath, ['--import', 'tsx', '--import', hooks, 'src/main.ts'], {
      cwd: new URL('../..', import.meta.url).pathname,
      env: {
        PATH: '/usr/bin:/bin',
        PORT: '0',
        DATA_DIR: dataDir,
        CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
        OPS_TOKEN,
        ...providers.env,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = running
    const listening = Promise.withResolvers<string>()
    for (const stream of [running.stdout, running.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        const [, url] = /"url":"([^"]+)".*"listening"/.exec(line) ?? []
        if (url) listening.resolve(url)
      })
    }
    const url = await listening.promise
    const body = JSON.stringify(emailCreated({ data: { otp_code: CODE } }))
    const at = new Date()
    const response = await fetch(`${url}/api/webhooks`, {
      method: 'POST',
      body,
      headers: {
        'svix-id': 'msg_traced',
        'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
        'svix-signature': new Webhook(SECRET).sign('msg_traced', at, body),
      },
    })
    expect(response.status).toBe(200)
    await providers.resend.waitFor(1)
    running.kill('SIGTERM')
    if (running.exitCode === null) await once(running, 'exit')
    expect(running.exitCode).toBe(0)
  }

  const loaded = () => [...new Set(lines.filter((line) => line.startsWith('loaded ')))]

  it('loads nothing of the SDK when no variable asks for it', async () => {
    await run({})
    // prom-client brings the API along, which does nothing by itself.
    expect(loaded().filter((line) => line !== 'loaded @opentelemetry/api')).toEqual([])
    expect(collector.requests).toEqual([])
  })

  it('tells a collector of the webhook, the acceptance and the request, and of nobody', async () => {
    await run({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=acme',
      OTEL_SERVICE_NAME: 'front-desk',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    })
    expect(loaded()).toContain('loaded @opentelemetry/sdk-trace')
    expect(collector.requests[0]).toMatchObject({
      path: '/v1/traces',
      headers: { 'x-tenant': 'acme' },
    })
    const bodies = collector.requests.map(({ body }) => body)
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

  it('speaks protobuf unless told otherwise', async () => {
    await run({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/custom` })
    expect(collector.requests[0]).toMatchObject({
      path: '/custom',
      headers: { 'content-type': 'application/x-protobuf' },
    })
    expect(collector.requests.map(({ body }) => body).join()).toContain('provider request')
  })

  it('delivers and ends in time when the collector is away, and says so once', async () => {
    await collector.close()
    await run({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '50' })
    expect(lines.filter((line) => line.includes('OpenTelemetry could not')).length).toBeLessThan(2)
    expect(lines.join('\n')).not.toContain('uncaught')
  })
})

describe('the variables of OpenTelemetry', () => {
  it.each([
    [{}],
    [{ OTEL_SERVICE_NAME: 'bellhop' }],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
    [{ OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:4318' }],
  ])('%j asks for nothing', (env) => {
    expect(readTracing(env)).toBeNull()
  })

  it('choose exporters, sampling and batches', () => {
    expect(
      readTracing({
        OTEL_TRACES_EXPORTER: 'console, otlp',
        OTEL_TRACES_SAMPLER: 'traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.25',
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_BSP_MAX_QUEUE_SIZE: 'many',
      }),
    ).toEqual({
      exporters: ['console', 'otlp'],
      protocol: 'http/protobuf',
      sampler: 'traceidratio',
      ratio: 0.25,
      batch: { scheduledDelayMillis: 100 },
      problems: [],
    })
  })

  it('name what is not to be had, and stop nothing', () => {
    const settings = readTracing({
      OTEL_TRACES_EXPORTER: 'zipkin',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
      OTEL_TRACES_SAMPLER: 'jaeger_remote',
    })
    expect(settings).toMatchObject({ exporters: [], protocol: 'http/protobuf' })
    expect(settings?.problems).toHaveLength(3)
  })
})
