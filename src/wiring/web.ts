import type { Hono } from 'hono'
import type { Config } from '../config/config.ts'
import { decryptJson } from '../domain/content-cipher.ts'
import { createApp } from '../http/app.ts'
import type { ClerkWebhookDeps } from '../http/clerk-webhook.ts'
import type { ReceiptWebhooksDeps } from '../http/receipt-webhooks.ts'
import { describeError, logStray, logWebhook } from '../observe/log.ts'
import type { CaptureSignal } from '../ops/outbox/capture-signal.ts'
import type { Outbox } from '../ops/outbox/outbox.ts'
import type { TemplatePreview } from '../ops/preview/template-preview.ts'
import { opsRoutes } from '../ops/routes.tsx'
import { answers } from '../ops/ui/error-page.tsx'
import { lastClerkEvent } from '../store/views/last-event.ts'
import { languageFor } from '../templates/language.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import {
  clientAddress,
  createTokenCounter,
  forwardedWatch,
  openAccess,
  signInRecorder,
} from './access.ts'
import type { Base } from './base.ts'
import { capturedChannels } from './captured.ts'
import { createEmailFiles } from './email-file.ts'
import { openReadOverview } from './overview.ts'
import type { Parts } from './parts.ts'
import { readiness } from './providers.ts'
import { createReadPulled } from './pulled-templates.ts'
import { receiptReaders } from './receipt-readers.ts'
import { createRequestPreview } from './request-preview.ts'
import { createSelfCheck, type SelfCheck } from './self-check.ts'
import { signingSecrets } from './signing-secrets.ts'

export interface WebParts extends Parts {
  readonly captures: CaptureSignal
  readonly templatePreview: TemplatePreview
  readonly stopping: () => boolean
  /**
   * How long `/metrics` and `/readyz` answer the same, however often they are asked. The overview, which costs
   * more, stays the same three times as long.
   */
  readonly keptMs: number
}

/** Everything that Bellhop answers over HTTP. */
export async function openWeb(config: Config, base: Base, parts: WebParts): Promise<Hono> {
  const { store, observation, delivery, keptMs } = parts
  const { log, now, newId, warn } = base
  const { metrics, signals } = observation
  const { db } = store
  const secrets = await openSecrets(config, base)
  const addressOf = clientAddress(config)
  const record = signInRecorder(log, metrics)
  const newTokenCounter = () => createTokenCounter(record)
  const selfCheck = createSelfCheck(config, base, () => ({
    request: async (path, init) => app.request(path, init),
    secrets,
  }))
  const app = createApp({
    webhook: clerkWebhooks(config, base, parts, secrets),
    receipts: receipts(config, base, parts),
    onStray: (stray) => logStray(log, stray),
    localeHints: {
      token: config.apiToken,
      hints: delivery.hints,
      languages: currentVocabulary().languages,
      languageFor,
    },
    callers: { addressOf, newTokenCounter, watch: forwardedWatch(config, warn) },
    metrics,
    metricsToken: config.metricsToken,
    brandFiles: () => config.brandFiles,
    checks: checks(parts, selfCheck),
    stopping: parts.stopping,
    keptMs,
    spans: signals.spans,
    ops: opsRoutes({
      db,
      access: openAccess(config, secrets, { db, now, addressOf, newTokenCounter, record }),
      sendAgain: delivery.sendAgain,
      readOverview: openReadOverview(config, base, parts, 3 * keptMs),
      instances: config.instanceNames,
      transports: { email: config.email.transport, sms: config.sms.transport },
      limits: {
        settingsOf: config.settingsOf,
        checkNumbers: config.checkNumbers,
        dailySegments: config.dailySegments ?? null,
        welcomesPerMinute: config.welcomesPerMinute,
      },
      outbox: openOutbox(config, parts),
      erasePerson: delivery.erasePerson,
      doctor: selfCheck.read,
      environment: config.production ? 'production' : 'development',
      now,
      newId,
    }),
    onError: (error) => log.error(describeError(error), 'request failed'),
    answers,
  })
  return app
}

function openSecrets(config: Config, { log }: Base): Promise<readonly string[]> {
  return signingSecrets(config, () =>
    log.warn(
      { dataDir: config.dataDir },
      'no CLERK_WEBHOOK_SIGNING_SECRET: using the development secret in DATA_DIR, which only bellhop trigger knows',
    ),
  )
}

function clerkWebhooks(
  { production }: Config,
  { log, now, warn }: Base,
  { store: { db }, observation, delivery }: WebParts,
  secrets: readonly string[],
): ClerkWebhookDeps {
  const { signals, refusals, refusedWebhooks } = observation
  return {
    secrets,
    production,
    accept: delivery.accept,
    now,
    record(line) {
      signals.webhook(line)
      refusals.count('clerk', line.answer)
      refusedWebhooks.observe(line)
      logWebhook(log, line)
    },
    warn,
    contact: async () => ({
      lastEventAt: await lastClerkEvent(db, now()),
      refused: refusedWebhooks.read(),
    }),
  }
}

function receipts(
  config: Config,
  { log }: Base,
  { observation: { signals, refusals }, delivery }: WebParts,
): ReceiptWebhooksDeps {
  return {
    ...receiptReaders(config),
    record: delivery.recordReceipt,
    log({ error, ...line }) {
      signals.receipt(line)
      refusals.count(line.provider, line.answer)
      if (error === undefined) log.info(line, 'receipt')
      else log.error({ ...line, err: error }, 'receipt')
    },
  }
}

function checks({ store, providers }: WebParts, { proofOf }: SelfCheck) {
  const works = async (answer: Promise<unknown>): Promise<'ok'> => {
    await answer
    return 'ok'
  }
  return {
    database: () => works(store.ping(2_000)),
    queue: () => works(store.queue.ping()),
    ...Object.fromEntries(
      providers.map((provider) => [provider.transport.channel, readiness(provider, proofOf)]),
    ),
  }
}

function openOutbox(
  config: Config,
  { captures, renderer, templatePreview, delivery }: WebParts,
): Outbox | null {
  const captured = capturedChannels(config)
  if (!captured.email && !captured.sms) return null
  return {
    captures,
    render: renderer.render,
    failure: config.production ? async () => null : renderer.check,
    languages: currentVocabulary().languages,
    requestPreview: createRequestPreview(config),
    writeFile: createEmailFiles(config),
    templates: templatePreview,
    readPulled: createReadPulled(config.clerk.templatesDir),
    decrypt: (source) => decryptJson(delivery.cipher, source),
  }
}
