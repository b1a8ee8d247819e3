import type { Context, Hono, MiddlewareHandler } from 'hono'
import type { BrandFile } from '../domain/brand-file.ts'
import { appBelow } from './app-below.ts'
import { requireBearer } from './bearer.ts'
import { brandFiles } from './brand-files.ts'
import { type ClerkWebhookDeps, clerkWebhook } from './clerk-webhook.ts'
import { type Checks, health } from './health.ts'
import { createBodyLimit } from './limit-body.ts'
import { type LocaleHintsDeps, localeHints } from './locale-hints.ts'
import { type ReceiptWebhooksDeps, receiptWebhooks } from './receipt-webhooks.ts'
import { type StrayWebhook, strayWebhooks } from './stray-webhooks.ts'
import { type Callers, createWrongTokenAnswer } from './wrong-token.ts'

export interface AppDeps {
  readonly webhook: ClerkWebhookDeps
  readonly receipts: ReceiptWebhooksDeps
  readonly onStray: (stray: StrayWebhook) => void
  readonly localeHints: LocaleHintsDeps
  readonly checks: Checks
  /** The pictures of the brands. */
  readonly brandFiles: () => readonly BrandFile[]
  readonly stopping: () => boolean
  /** How long `/readyz` gives the same answer. */
  readonly keptMs: number
  /** `GET /metrics`. */
  readonly metrics: { readonly routes: Hono }
  /** The bearer token for `/metrics`. Without one, anybody may read it. */
  readonly metricsToken: string | undefined
  readonly callers: Callers
  /** Around every request to a webhook. */
  readonly spans: MiddlewareHandler
  /** The path below which the service is, for example `/bellhop`; empty at the root of its host. */
  readonly basePath: string
  readonly pages: () => Promise<Pages>
  readonly securityHeaders: MiddlewareHandler
}

/** What people look at, and its JSON API. */
export interface Pages {
  /** Answers whatever has no other route, with its own access rules. */
  readonly app: Pick<Hono, 'fetch' | 'routes'>
  /** The answer to a request that failed: a page for people and JSON for programs. */
  readonly failed: (error: Error, c: Context) => Response | Promise<Response>
}

// For the pages and their JSON API.
const MOST_BYTES_OF_A_FORM = 256 * 1024
const MOST_BYTES_OF_A_SIGN_IN = 8 * 1024

/** Everything that Bellhop answers over HTTP. */
export function createApp(deps: AppDeps): Hono {
  const app = appBelow(deps.basePath)
  const { pages, callers, metricsToken } = deps
  if (callers.watch) app.use(callers.watch)
  app.use('/api/webhooks/*', deps.spans)
  const limitBody = createBodyLimit()
  const webhook = clerkWebhook(deps.webhook, limitBody)
  app.route('/api/webhooks/clerk', webhook)
  app.route('/api/webhooks', webhook)
  app.route('/', receiptWebhooks(deps.receipts, limitBody))
  app.use(strayWebhooks(deps.onStray))
  app.use(deps.securityHeaders)
  app.route('/', localeHints(deps.localeHints, callers, limitBody))
  app.route('/', brandFiles(deps.brandFiles))
  app.route('/', health(deps.checks, deps.stopping, deps.keptMs))
  if (metricsToken) {
    app.use('/metrics', requireBearer(metricsToken, createWrongTokenAnswer(callers)))
  }
  app.route('/', deps.metrics.routes)
  for (const path of ['/login', '/logout']) app.use(path, limitBody(MOST_BYTES_OF_A_SIGN_IN))
  app.use(limitBody(MOST_BYTES_OF_A_FORM))
  // The pages are much code, and a process that only answers webhooks never loads it.
  app.notFound(async (c) => (await pages()).app.fetch(c.req.raw, c.env))
  app.onError(async (error, c) => (await pages()).failed(error, c))
  return app as unknown as Hono
}
