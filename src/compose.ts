import type { Hono } from 'hono'
import { v7 } from 'uuid'
import manifest from '../package.json' with { type: 'json' }
import { EXAMPLE_EMAIL_ADDRESS } from './clerk/published-examples.ts'
import type { Config } from './config/config.ts'
import { createAcceptEvent } from './delivery/accept/accept-event.ts'
import { createDeliverMessages } from './delivery/deliver/deliver-messages.ts'
import { createErasePerson } from './delivery/erase-person.ts'
import { createLocaleHints } from './delivery/locale-hints.ts'
import { createRecordReceipt } from './delivery/record-receipt.ts'
import { createResendMessages } from './delivery/send-again.ts'
import { startSweeping } from './delivery/sweep.ts'
import { createTurns } from './delivery/turns.ts'
import { openJson } from './domain/content-cipher.ts'
import { createApp } from './http/app.ts'
import { type AlertLoop, startAlerting } from './observe/alerts/loop.ts'
import { describeError, type Logger, logStray, logTransport, logWebhook } from './observe/log.ts'
import { createMetrics } from './observe/metrics.ts'
import { createRefusalCount } from './observe/refused-signatures.ts'
import { createSignals } from './observe/signals.ts'
import { openTelemetry } from './observe/spans.ts'
import { createCaptureBell } from './ops/outbox/capture-signal.ts'
import { opsRoutes } from './ops/routes.tsx'
import { answers } from './ops/ui/error-page.tsx'
import { openDeliveryQueue } from './queue/delivery-queue.ts'
import { startWorker } from './queue/worker.ts'
import { openVault } from './runtime/encryption.ts'
import { createEvery, sleep } from './runtime/timers.ts'
import { type Database, openDatabase } from './store/engine/database.ts'
import { postgresFault } from './store/engine/postgres-fault.ts'
import { endLeases } from './store/message/waiting.ts'
import { skipWelcomes } from './store/message/welcomes.ts'
import { readBacklog } from './store/views/backlog.ts'
import { saveCaptured } from './store/views/captured-messages.ts'
import { LANGUAGES } from './templates/catalogues.ts'
import { languageFor } from './templates/language.ts'
import { createRenderer } from './templates/render.ts'
import { clientAddress, forwardedWatch, openAccess, signInRecorder } from './wiring/access.ts'
import { openAlerts } from './wiring/alerts.ts'
import { startHousekeeping } from './wiring/housekeeping.ts'
import { openOutlets, readiness } from './wiring/providers.ts'
import { receiptReaders } from './wiring/receipt-readers.ts'
import { createEnvelope } from './wiring/request-preview.ts'
import { signingSecrets } from './wiring/signing-secrets.ts'
import { warmUpSoon } from './wiring/warm-up.ts'

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
  /** How long `/metrics` and `/readyz` answer the same, however often they are asked. */
  readonly keptMs?: number
}

/** Builds every part once and joins them. */
export async function compose(config: Config, options: ComposeOptions): Promise<Bellhop> {
  const { log, now = () => new Date(), random = Math.random, keptMs = 1_000 } = options
  const newId = () => v7({ msecs: now().getTime() })
  const warn = (message: string) => log.warn(message)
  const complain = (error: unknown) => log.error(describeError(error), 'background error')
  for (const warning of [...config.warnings, ...(config.tracing?.problems ?? [])]) warn(warning)
  const telemetry = await openTelemetry(config.tracing, {
    version: manifest.version,
    onError: complain,
  })
  const database = options.database ?? (await openDatabase(config, { onError: complain }))
  const { db, connection } = database
  const { engine } = connection
  // Nobody else can have these files open: whoever held a lease is gone.
  if (engine === 'pglite') await endLeases(db, now())
  if (!config.welcomeEmail) await skipWelcomes(db, now())
  const queue = await openDeliveryQueue(connection, { onError: complain, onWarning: warn }).catch(
    async (error) => {
      await database.close()
      throw engine === 'postgres' ? postgresFault(error, connection.connectionString) : error
    },
  )
  const { brand, codeInSubject, apiToken, defaultLocale, welcomeEmail } = config
  const renderer = createRenderer({ brand, codeInSubject, production: config.production })
  const hints = apiToken ? createLocaleHints({ db, key: apiToken, now }) : null
  if (!languageFor(defaultLocale)) {
    log.warn({ defaultLocale }, 'there is no catalogue for DEFAULT_LOCALE: English is used')
  }
  const captures = createCaptureBell()
  let alerting: AlertLoop | null = null
  const outlets = await openOutlets(config, {
    db,
    now,
    sleep,
    enqueue: queue.enqueue,
    keep: async (message) => {
      await saveCaptured(db, message, now())
      captures.ring()
    },
    onChange: (channel, stoppedBy) => {
      logTransport(log, channel, stoppedBy)
      alerting?.ring()
    },
    onWarning: warn,
    onError: complain,
  })
  const alerts = openAlerts(config, {
    db,
    providers: outlets.map(({ transport }) => transport.provider),
    now,
    newId,
    random,
    onError: complain,
  })
  const metrics = createMetrics({
    version: manifest.version,
    engine,
    keptMs,
    readBacklog: () => readBacklog(db, now()),
    transports: () =>
      outlets.map(({ transport: { provider }, limiter }) => ({
        provider,
        stoppedBy: limiter.stoppedBy(),
        requestsPerSecond: limiter.requestsPerSecond(),
      })),
    now,
  })
  const signals = createSignals({ metrics, telemetry, alerts, log, now })
  const captured = {
    email: config.email.transport === 'capture',
    sms: config.sms.transport === 'capture',
  }
  const vault = openVault(config.encryptionKeys)
  const turns = createTurns()
  const accept = createAcceptEvent({
    db,
    vault,
    hints,
    enqueue: queue.enqueue,
    policy: {
      welcomeEmail,
      lifetimes: config.lifetimes,
      testRecipients: config.testRecipients,
      captured,
      exampleEmailAddress: EXAMPLE_EMAIL_ADDRESS,
    },
    now,
    newId,
  })
  const deliver = createDeliverMessages(
    {
      db,
      enqueue: queue.enqueue,
      vault,
      signals: signals.delivery,
      now,
      random,
      newId,
      every: createEvery(complain),
    },
    {
      render: renderer.render,
      defaultLocale,
      welcomeEmail,
      retryUnknown: config.retryUnknownSms,
      hints,
      pause: turns.pause,
    },
  )
  const secrets = await signingSecrets(config, () =>
    log.warn(
      { dataDir: config.dataDir },
      'no CLERK_WEBHOOK_SIGNING_SECRET: using the development secret in DATA_DIR, which only bellhop trigger knows',
    ),
  )
  const report = createRecordReceipt({ db, now, newId, moved: metrics.countMove })
  const refusals = createRefusalCount(now)
  const addressOf = clientAddress(config)
  const onSignIn = signInRecorder(log, metrics)
  let stopping = false
  const app = createApp({
    webhook: {
      secrets,
      production: config.production,
      accept: signals.watch(turns.watch(accept)),
      now,
      record: (record) => {
        signals.webhook(record)
        refusals.count('clerk', record.answer)
        logWebhook(log, record)
      },
      warn,
    },
    receipts: {
      ...receiptReaders(config),
      record: report,
      log: ({ error, ...line }) => {
        signals.receipt(line)
        refusals.count(line.provider, line.answer)
        if (error === undefined) log.info(line, 'receipt')
        else log.error({ ...line, err: error }, 'receipt')
      },
    },
    onStray: (stray) => logStray(log, stray),
    localeHints: {
      token: apiToken,
      hints,
      languages: LANGUAGES,
      languageFor,
    },
    callers: { addressOf, record: onSignIn, now, watch: forwardedWatch(config, warn) },
    metricsToken: config.metricsToken,
    checks: {
      database: () => database.ping(2_000),
      queue: () => queue.ping(),
      ...Object.fromEntries(outlets.map((outlet) => [outlet.transport.channel, readiness(outlet)])),
    },
    stopping: () => stopping,
    keptMs,
    metrics,
    spans: signals.spans,
    ops: opsRoutes({
      db,
      access: openAccess(config, secrets, { db, now, addressOf, record: onSignIn }),
      resend: createResendMessages({ db, enqueue: queue.enqueue, now, newId, vault }),
      refusals,
      outbox:
        captured.email || captured.sms
          ? {
              bell: captures,
              render: renderer.render,
              failure: config.production ? async () => null : renderer.warm,
              languages: LANGUAGES,
              envelope: createEnvelope(config),
              open: (source) => openJson(vault, source),
            }
          : null,
      erasePerson: createErasePerson({ db, hints, now, newId }),
      now,
      newId,
    }),
    onError: (error) => log.error(describeError(error), 'request failed'),
    answers,
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
            handle: (ids, options) => deliver({ transport, limiter }, ids, options),
            onError: complain,
          })
          closers.push(() => worker.stop(5_000))
        }
        closers.push(
          startSweeping({
            db,
            remind: queue.remind,
            limiters: outlets.map(({ limiter }) => limiter),
            now,
            signals: signals.delivery,
            onError: complain,
          }),
        )
        const care = { config, db, engine, queue, outlets, record: report, log, now }
        closers.push(startHousekeeping({ ...care, onError: complain }))
        if (alerts) {
          alerting = startAlerting(alerts, complain)
          closers.push(alerting.stop)
        }
        warmUpSoon(renderer, log)
      },
    },
    async close() {
      stopping = true
      await Promise.all(closers.map((close) => close()))
      await queue.stop()
      await database.close()
      await telemetry.close()
    },
  }
}
