import type { Hono } from 'hono'
import type { Config } from '../config/config.ts'
import { createApp, type Pages } from '../http/app.ts'
import type { ClerkWebhookDeps } from '../http/clerk-webhook.ts'
import type { ReceiptWebhooksDeps } from '../http/receipt-webhooks.ts'
import { logStray, logWebhook } from '../observe/log.ts'
import { securityHeaders } from '../ops/ui/security-headers.ts'
import { lastClerkEvent } from '../store/views/last-event.ts'
import { languageFor } from '../templates/language.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'
import { clientAddress, createTokenCounter, forwardedWatch, signInRecorder } from './callers.ts'
import { readiness } from './providers.ts'
import { receiptReaders } from './receipt-readers.ts'
import { createSelfCheck, type SelfCheck } from './self-check.ts'
import { signingSecrets } from './signing-secrets.ts'
import type { WebParts } from './web-parts.ts'

export interface Web {
  readonly app: Hono
  /** Loads the pages if they are not loaded yet. */
  readonly pages: () => Promise<Pages>
}

/** Everything that Bellhop answers over HTTP. */
export async function openWeb(config: Config, base: Base, parts: WebParts): Promise<Web> {
  const { observation, delivery, keptMs } = parts
  const { log, warn } = base
  const { metrics, signals } = observation
  const secrets = await openSecrets(config, base)
  const addressOf = clientAddress(config)
  const record = signInRecorder(log, metrics)
  const newTokenCounter = () => createTokenCounter(record)
  const selfCheck = createSelfCheck(config, base, () => ({
    request: async (path, init) => app.request(`${config.basePath}${path}`, init),
    secrets,
  }))
  const callers = { addressOf, newTokenCounter, record }
  async function openPages(): Promise<Pages> {
    const { createPages } = await import('./pages.ts')
    return createPages(config, base, { ...parts, secrets, callers, doctor: selfCheck.read })
  }
  let opened: Promise<Pages> | null = null
  const pages = () => (opened ??= openPages())
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
    basePath: config.basePath,
    pages,
    securityHeaders,
  })
  return { app, pages }
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
