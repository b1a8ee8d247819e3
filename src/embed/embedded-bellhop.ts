import type { SettingsFile } from '../config/written-settings.ts'
import type { Runtime } from '../domain/runtime.ts'
import type { Environment } from '../domain/variables.ts'
import type { WaitUntil } from './runtime-of.ts'

/**
 * The settings of `bellhop.config.ts`, and how the app uses Bellhop.
 *
 * @example
 * const options: BellhopOptions = { ...settings, basePath: '/bellhop' }
 */
export interface BellhopOptions extends SettingsFile {
  /**
   * The path below which `fetch` and `pages` answer. Default `/`.
   *
   * @example '/bellhop'
   */
  readonly basePath?: string | undefined
  /**
   * How long the process lives. Default: as the host's environment says.
   *
   * @example 'serverless'
   */
  readonly runtime?: Runtime | undefined
  /**
   * The variables of `.env.example`. Default `process.env`.
   *
   * @example { ...process.env, EMAIL_FROM: 'Acme <login@auth.acme.com>' }
   */
  readonly env?: Environment | undefined
}

/**
 * Answers requests of one path of the app.
 *
 * @example
 * const answer: RequestHandler = bellhop.webhook.POST
 */
export type RequestHandler = (request: Request) => Promise<Response>

/**
 * What keeps the process awake after the answer.
 *
 * @example
 * bellhop.fetch(request, { waitUntil: (promise) => context.waitUntil(promise) })
 */
export interface RequestContext {
  readonly waitUntil?: WaitUntil | undefined
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/**
 * Bellhop inside an app. Nothing is opened before the first use.
 *
 * @example
 * export const bellhop: EmbeddedBellhop = createBellhop()
 */
export interface EmbeddedBellhop {
  /**
   * Answers every route of the service below `basePath`. Never rejects: 503 if the service cannot be opened.
   *
   * @example
   * app.all('/bellhop/*', (c) => bellhop.fetch(c.req.raw))
   */
  fetch(request: Request, context?: RequestContext): Promise<Response>
  /**
   * The endpoint of Clerk, for a route handler at any path.
   *
   * @example
   * // app/api/webhooks/clerk/route.ts
   * export const { GET, POST } = bellhop.webhook
   */
  readonly webhook: Readonly<Record<'GET' | 'POST', RequestHandler>>
  /**
   * The outbox and the operations pages, for a route handler that answers all paths below `basePath`.
   *
   * @example
   * // app/bellhop/[[...path]]/route.ts
   * export const { GET, POST } = bellhop.pages
   */
  readonly pages: Readonly<Record<Method, RequestHandler>>
  /**
   * For a cron job, once a minute: needs `Authorization: Bearer $CRON_SECRET`.
   *
   * @example
   * // app/api/cron/route.ts
   * export const { GET } = bellhop.sweep
   */
  readonly sweep: Readonly<Record<'GET' | 'POST', RequestHandler>>
  /**
   * Starts the workers, on a host with long-lived processes. Rejects if the service cannot be opened.
   *
   * @example
   * await bellhop.start()
   */
  start(): Promise<void>
  /**
   * Finishes what is under way, within 8 s, and closes everything.
   *
   * @example
   * process.once('SIGTERM', () => bellhop.stop())
   */
  stop(): Promise<void>
  /**
   * Delivers what waits, until nothing is due or the time is over. Rejects if the service cannot be opened, and
   * with a `TypeError` if `budgetMs` is no number.
   *
   * @example
   * await bellhop.deliver({ budgetMs: 5_000 })
   */
  deliver(budget?: { readonly budgetMs?: number | undefined }): Promise<void>
}
