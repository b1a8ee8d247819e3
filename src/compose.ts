import type { Hono } from 'hono'
import { v7 } from 'uuid'
import { EXAMPLE_EMAIL_ADDRESS } from './clerk/published-examples.ts'
import type { Config } from './config.ts'
import { createAcceptEvent } from './delivery/accept-event.ts'
import { createDeliverMessages } from './delivery/deliver-messages.ts'
import { createLocaleHints } from './delivery/locale-hints.ts'
import { startSweeping } from './delivery/sweep.ts'
import { createEnvelope } from './envelope.ts'
import { createApp } from './http/app.ts'
import { StoppedError } from './http/health.ts'
import { createMetrics } from './http/metrics.ts'
import { describeError, type Logger, logDelivery, logTransport, logWebhook } from './log.ts'
import { createCaptureBell } from './ops/capture-bell.ts'
import { opsRoutes } from './ops/routes.tsx'
import { type OpenOutlet, openOutlets } from './outlets.ts'
import { openDeliveryQueue } from './queue/delivery-queue.ts'
import { startWorker } from './queue/worker.ts'
import { developmentSecret } from './signing-secret.ts'
import { saveCaptured } from './store/captured-messages.ts'
import { endLeases } from './store/claims.ts'
import { type Database, openPglite, openPostgres } from './store/database.ts'
import { recordReceipt } from './store/receipts.ts'
import { LANGUAGES } from './templates/catalogues.ts'
import { languageFor } from './templates/language.ts'
import { createRenderer } from './templates/render.ts'
import { createEvery, sleep } from './timers.ts'
import { readTwilioReceipt } from './transports/twilio-receipts.ts'

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

/** Builds every part once and joins them. */
export async function compose(config: Config, options: ComposeOptions): Promise<Bellhop> {
  const { log, now = () => new Date(), random = Math.random } = options
  const newId = () => v7({ msecs: now().getTime() })
  const complain = (error: unknown) => log.error(describeError(error), 'background error')
  const metrics = createMetrics()
  const database = options.database ?? (await openDatabase(config, complain))
  const { db } = database
  // Nobody else can have these files open: whoever held a lease is gone.
  if (database.connection.engine === 'pglite') await endLeases(db, now())
  const queue = await openDeliveryQueue(database.connection, {
    onError: complain,
    onWarning: (message) => log.warn(message),
  }).catch(async (error) => {
    await database.close()
    throw error
  })
  const { brand, codeInSubject, apiToken, defaultLocale } = config
  const renderer = createRenderer({ brand, codeInSubject })
  const hints = apiToken ? createLocaleHints({ db, key: apiToken, now }) : null
  if (!languageFor(defaultLocale)) {
    log.warn({ defaultLocale }, 'there is no catalogue for DEFAULT_LOCALE: English is used')
  }
  const captures = createCaptureBell()
  const outlets = await openOutlets(config, {
    db,
    now,
    sleep,
    keep: async (message) => {
      await saveCaptured(db, message, now())
      captures.ring()
    },
    onChange: (channel, stoppedBy) => logTransport(log, channel, stoppedBy),
    onError: complain,
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
    defaultLocale,
    hints,
    now,
    random,
    newId,
    every: createEvery(complain),
    retryUnknown: config.retryUnknownSms,
    record: (record) => {
      metrics.countDelivery(record.provider, record.outcome)
      logDelivery(log, record)
    },
  })
  const secrets =
    config.signingSecrets.length > 0
      ? config.signingSecrets
      : [await developmentSecret(config.dataDir)]
  if (config.signingSecrets.length === 0) {
    log.warn(
      { dataDir: config.dataDir },
      'no CLERK_WEBHOOK_SIGNING_SECRET: made one for development, which only bellhop trigger knows',
    )
  }
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
    receipts: {
      readTwilio: twilioReader(config),
      record: (receipt) => recordReceipt(db, newId(), receipt, now()),
      log: ({ error, ...line }) =>
        error === undefined
          ? log.info(line, 'receipt')
          : log.error({ ...line, err: error }, 'receipt'),
    },
    localeHints: { token: apiToken, hints },
    checks: {
      database: () => database.ping(2_000),
      queue: () => queue.ping(),
      ...Object.fromEntries(outlets.map((outlet) => [outlet.transport.channel, works(outlet)])),
    },
    stopping: () => stopping,
    metrics,
    ops: opsRoutes({
      db,
      access: {
        token: config.opsToken,
        production: config.production,
        captureOnly: captured.email && captured.sms,
      },
      outbox:
        captured.email || captured.sms
          ? {
              bell: captures,
              render: renderer.render,
              languages: LANGUAGES,
              envelope: createEnvelope(config),
            }
          : null,
      now,
      newId,
    }),
    onError: (error) => log.error(describeError(error), 'request failed'),
  })

  const closers: (() => Promise<void>)[] = []
  return {
    app,
    worker: {
      start() {
        for (const { transport, limiter, concurrency } of outlets) {
          const worker = startWorker(queue, {
            channel: transport.channel,
            most: transport.batchSize,
            concurrency,
            turn: limiter.turn,
            handle: (ids, signal) => deliver({ transport, limiter }, ids, signal),
            onError: complain,
          })
          closers.push(() => worker.stop(5_000))
        }
        const limiters = outlets.map(({ limiter }) => limiter)
        closers.push(
          startSweeping({ db, enqueue: queue.enqueue, limiters, now, onError: complain }),
        )
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

/** Null where Twilio is not used, or has no way to reach us, or signs with a token that we do not have. */
function twilioReader({ sms, publicUrl }: Config) {
  if (sms.transport !== 'twilio' || !sms.authToken || !publicUrl) return null
  const { authToken } = sms
  return (request: Parameters<typeof readTwilioReceipt>[0]) =>
    readTwilioReceipt(request, { authToken, publicUrl })
}

/** A check that fails with the cause while the transport is stopped. */
function works({ limiter }: OpenOutlet): () => Promise<void> {
  return async () => {
    const cause = limiter.stoppedBy()
    if (cause) throw new StoppedError(cause)
  }
}
