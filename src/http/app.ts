import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { BrandFile } from '../domain/brand-file.ts'
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
  /** The pages and their JSON API, with their own access rules. */
  readonly ops: Hono
  readonly onError: (error: Error) => void
  readonly answers: {
    readonly securityHeaders: MiddlewareHandler
    // Each is a page for people and JSON for programs.
    readonly notFound: (c: Context) => Response | Promise<Response>
    readonly failed: (
      c: Context,
      status: ContentfulStatusCode,
      error?: Error,
    ) => Response | Promise<Response>
  }
}

// For the pages and their JSON API.
const MOST_BYTES_OF_A_FORM = 256 * 1024
const MOST_BYTES_OF_A_SIGN_IN = 8 * 1024

/** Everything that Bellhop answers over HTTP. */
export function createApp(deps: AppDeps): Hono {
  // A slash at the end of a URL makes no difference: many forms and programs add one.
  const app = new Hono({ strict: false })
  const { answers, callers, metricsToken } = deps
  if (callers.watch) app.use(callers.watch)
  app.use('/api/webhooks/*', deps.spans)
  const limitBody = createBodyLimit()
  const webhook = clerkWebhook(deps.webhook, limitBody)
  app.route('/api/webhooks/clerk', webhook)
  app.route('/api/webhooks', webhook)
  app.route('/', receiptWebhooks(deps.receipts, limitBody))
  app.use(strayWebhooks(deps.onStray))
  app.use(answers.securityHeaders)
  app.route('/', localeHints(deps.localeHints, callers, limitBody))
  app.route('/', brandFiles(deps.brandFiles))
  app.route('/', health(deps.checks, deps.stopping, deps.keptMs))
  if (metricsToken) {
    app.use('/metrics', requireBearer(metricsToken, createWrongTokenAnswer(callers)))
  }
  app.route('/', deps.metrics.routes)
  for (const path of ['/login', '/logout']) app.use(path, limitBody(MOST_BYTES_OF_A_SIGN_IN))
  app.use(limitBody(MOST_BYTES_OF_A_FORM))
  app.route('/', deps.ops)
  app.notFound(answers.notFound)
  app.onError((error, c) => {
    // Hono itself refused the request, such as a body that is too large.
    if (error instanceof HTTPException)
      return answers.failed(c, error.status as ContentfulStatusCode)
    deps.onError(error)
    return answers.failed(c, 500, error)
  })
  return app
}
