import type { Hono } from 'hono'
import { v7 } from 'uuid'
import { EXAMPLE_EMAIL_ADDRESS } from './clerk/published-examples.ts'
import type { Config } from './config.ts'
import { createAcceptEvent } from './delivery/accept-event.ts'
import { createDeliverMessages } from './delivery/deliver-messages.ts'
import { startSweeping } from './delivery/sweep.ts'
import type { Channel } from './domain/message.ts'
import type { Transport } from './domain/transport.ts'
import { createApp } from './http/app.ts'
import { createMetrics } from './http/metrics.ts'
import { describeError, type Logger, logDelivery, logWebhook } from './log.ts'
import { createCaptureBell } from './ops/capture-bell.ts'
import { opsRoutes } from './ops/routes.tsx'
import { openDeliveryQueue } from './queue/delivery-queue.ts'
import { startWorker } from './queue/worker.ts'
import { developmentSecret } from './signing-secret.ts'
import { saveCaptured } from './store/captured-messages.ts'
import { type Database, openPglite, openPostgres } from './store/database.ts'
import { createRenderer } from './templates/render.ts'
import { createCaptureTransport } from './transports/capture.ts'
import { createResendTransport } from './transports/resend.ts'
import { createTwilioTransport } from './transports/twilio.ts'

/** All of Bellhop, built and not yet at work. */
export interface Bellhop {
  readonly app: Hono
  readonly worker: { start(): void }
  /** Finishes or returns what is under way, within 8 s, and closes everything. */
  close(): Promise<void>
}

export interface ComposeOptions {
  readonly log: Logger
  readonly now?: () => Date
  readonly random?: () => number
  /** An engine that is already open, in place of the configured one. */
  readonly database?: Database
}

// Requests in flight at once. SMS go one by one, so more of them; emails share a request.
const CONCURRENCY: Record<Channel, number> = { email: 4, sms: 8 }

/** Builds every part once and joins them. */
export async function compose(config: Config, options: ComposeOptions): Promise<Bellhop> {
  const { log, now = () => new Date(), random = Math.random } = options
  const newId = () => v7({ msecs: now().getTime() })
  const complain = (error: unknown) => log.error(describeError(error), 'background error')
  const metrics = createMetrics()
  const database = options.database ?? (await openDatabase(config, complain))
  const { db } = database
  const queue = await openDeliveryQueue(database.connection, {
    onError: complain,
    onWarning: (message) => log.warn(message),
  }).catch(async (error) => {
    await database.close()
    throw error
  })
  const renderer = createRenderer(config.brand)
  const captures = createCaptureBell()
  const transports = openTransports(config, async (message) => {
    await saveCaptured(db, message, now())
    captures.ring()
  })
  const captured = {
    email: config.email.transport === 'capture',
    sms: config.sms.transport === 'capture',
  }
  const accept = createAcceptEvent({
    db,
    enqueue: queue.enqueue,
    policy: {
      welcomeEmail: config.welcomeEmail,
      lifetimes: config.lifetimes,
      testRecipients: config.testRecipients,
      captured,
      exampleEmailAddress: EXAMPLE_EMAIL_ADDRESS,
    },
    now,
    newId,
  })
  const deliver = createDeliverMessages({
    db,
    render: renderer.render,
    enqueue: queue.enqueue,
    defaultLocale: config.defaultLocale,
    now,
    random,
    newId,
    record: (record) => {
      metrics.countDelivery(record.provider, record.outcome)
      logDelivery(log, record)
    },
  })
  const secrets =
    config.signingSecrets.length > 0
      ? config.signingSecrets
      : [await developmentSecret(config.dataDir)]
  let stopping = false
  const app = createApp({
    webhook: {
      secrets,
      accept,
      now,
      record: (record) => {
        metrics.countWebhook(record.type, record.answer)
        logWebhook(log, record)
      },
    },
    checks: { database: () => database.ping(2_000), queue: () => queue.ping() },
    stopping: () => stopping,
    metrics,
    ops: opsRoutes({
      db,
      access: {
        token: config.opsToken,
        production: config.production,
        captureOnly: captured.email && captured.sms,
      },
      outbox: captured.email || captured.sms ? captures.next : null,
      now,
    }),
    onError: (error) => log.error(describeError(error), 'request failed'),
  })

  const closers: (() => Promise<void>)[] = []
  return {
    app,
    worker: {
      start() {
        for (const transport of transports) {
          const worker = startWorker(queue, {
            channel: transport.channel,
            most: transport.batchSize,
            concurrency: CONCURRENCY[transport.channel],
            handle: (ids, signal) => deliver(transport, ids, signal),
            onError: complain,
          })
          closers.push(() => worker.stop(5_000))
        }
        closers.push(startSweeping({ db, enqueue: queue.enqueue, now, onError: complain }))
        // Off the start-up path, but before the first message has to wait for it.
        void renderer.warm().catch(complain)
      },
    },
    async close() {
      stopping = true
      await Promise.all(closers.map((close) => close()))
      await queue.stop()
      await database.close()
    },
  }
}

function openDatabase(config: Config, onError: (error: unknown) => void): Promise<Database> {
  return config.databaseUrl
    ? openPostgres(config.databaseUrl, { onError })
    : openPglite(config.dataDir)
}

type Keep = Parameters<typeof createCaptureTransport>[0]['keep']

function openTransports(config: Config, keep: Keep): readonly [Transport, Transport] {
  const { email, sms, publicUrl } = config
  return [
    email.transport === 'resend'
      ? createResendTransport(email)
      : createCaptureTransport({ channel: 'email', keep }),
    sms.transport === 'twilio'
      ? createTwilioTransport({ ...sms, publicUrl })
      : createCaptureTransport({ channel: 'sms', keep }),
  ]
}
