import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import type { DeliveryRecord } from '../../src/clerk/delivery-record.ts'
import { run } from '../../src/cli/run.ts'
import { listen } from '../../src/runtime/server.ts'
import { type ClerkServer, type ClerkServerOptions, openClerkServer } from './clerk-server.ts'
import { type Changes, cliContext } from './cli-context.ts'

export interface Ran {
  readonly code: number
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** Everything that was printed. */
  readonly all: string
}

/** A Clerk instance, a service as far as `bellhop clerk` asks it, and a folder to run the commands in. */
export interface ClerkScene extends AsyncDisposable {
  readonly clerk: ClerkServer
  readonly service: {
    readonly url: string
    /** Called with each request for `/readyz`. */
    ready: () => boolean
    transports: { email: string; sms: string }
    /** When Clerk sent its newest event. */
    lastEventAt: Date | null
    slugs: readonly { channel: string; slug: string; events: number }[]
    /** The queries for `/api/slugs`. */
    readonly queries: string[]
  }
  readonly folder: string
  readonly recordFile: string
  /** How long the commands have waited, in milliseconds. */
  readonly waits: number[]
  /** Runs `bellhop clerk …`. */
  bellhop(argv: readonly string[], changes?: Changes): Promise<Ran>
  record(): Promise<DeliveryRecord>
}

export async function openClerkScene(options: ClerkServerOptions = {}): Promise<ClerkScene> {
  const clerk = await openClerkServer(options)
  const folder = await mkdtemp(join(tmpdir(), 'bellhop-clerk-'))
  const recordFile = join(folder, 'clerk-delivery.json')
  const waits: number[] = []
  const service: ClerkScene['service'] = {
    url: '',
    ready: () => true,
    transports: { email: 'resend', sms: 'twilio' },
    lastEventAt: new Date(),
    slugs: [{ channel: 'email', slug: 'verification_code', events: 12 }],
    queries: [],
  }
  const app = new Hono()
  app.get('/readyz', (c) =>
    service.ready()
      ? c.json({ status: 'ready', checks: { database: 'ok' } })
      : c.json({ status: 'unavailable', checks: { database: 'failed', email: 'ok' } }, 503),
  )
  app.get('/api/slugs', (c) => {
    service.queries.push(new URL(c.req.url).search)
    const { transports, lastEventAt, slugs } = service
    return c.json({ since: new Date(), transports, lastEventAt, slugs, complete: true })
  })
  const listening = await listen(app, { host: '127.0.0.1', port: 0 })
  Object.assign(service, { url: listening.url })

  return {
    clerk,
    service,
    folder,
    recordFile,
    waits,
    async bellhop(argv, { settings, ...changes } = {}) {
      const stdout: string[] = []
      const stderr: string[] = []
      const needsRecord = ['take-over', 'give-back'].includes(argv[0] ?? '')
      const record = needsRecord && !argv.includes('--record') ? ['--record', recordFile] : []
      const context = cliContext({
        settings: {
          url: service.url,
          clerk: {
            secretKey: clerk.secretKey,
            apiUrl: clerk.url,
            templatesDir: join(folder, 'clerk-templates'),
          },
          ...settings,
        },
        wait: async (ms) => void waits.push(ms),
        print: (line) => stdout.push(line),
        complain: (line) => stderr.push(line),
        ...changes,
      })
      const code = await run(['clerk', ...argv, ...record], context)
      return { code, stdout, stderr, all: [...stdout, ...stderr].join('\n') }
    },
    record: async () => JSON.parse(await readFile(recordFile, 'utf8')) as DeliveryRecord,
    async [Symbol.asyncDispose]() {
      await listening.close(0)
      await clerk.close()
      await rm(folder, { recursive: true })
    },
  }
}
