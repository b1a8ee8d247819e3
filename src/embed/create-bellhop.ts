import { resolve } from 'node:path'
import { type Environment, processEnvironment } from '../config/config.ts'
import type { SettingsFile } from '../config/settings-file.ts'
import type { Runtime } from '../domain/runtime.ts'
import { mountAt, normalBase } from './mount.ts'
import { type OpenService, openService } from './open-service.ts'
import { hostWaitUntil, runtimeOf, type WaitUntil } from './runtime-of.ts'
import { type Shared, sharedServices, shareService } from './shared-services.ts'
import { sweepAnswer } from './sweep-answer.ts'
import { unavailable } from './unavailable.ts'

/** The settings of `bellhop.config.ts`, and how the app uses Bellhop. */
export interface BellhopOptions extends SettingsFile {
  /** The path below which `fetch` and `pages` answer, such as `/bellhop`. Default `/`. */
  readonly basePath?: string
  /** How long the process lives. Default: as the host's environment says. */
  readonly runtime?: Runtime
  /** The variables of `.env.example`. Default `process.env`. */
  readonly env?: Environment
}

/** Answers requests of one path of the app. */
export type RequestHandler = (request: Request) => Promise<Response>

/** What keeps the process awake after the answer. */
export interface RequestContext {
  readonly waitUntil?: WaitUntil
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** Bellhop inside an app. Nothing is opened before the first use. */
export interface EmbeddedBellhop {
  /** Answers every route of the service below `basePath`. Never rejects: 503 if the service cannot be opened. */
  fetch(request: Request, context?: RequestContext): Promise<Response>
  /** The endpoint of Clerk, for a route handler at any path. */
  readonly webhook: Readonly<Record<'GET' | 'POST', RequestHandler>>
  /** The outbox and the operations pages, for a route handler that answers all paths below `basePath`. */
  readonly pages: Readonly<Record<Method, RequestHandler>>
  /** For a cron job, once a minute: needs `Authorization: Bearer $CRON_SECRET`. */
  readonly sweep: Readonly<Record<'GET' | 'POST', RequestHandler>>
  /** Starts the workers, on a host with long-lived processes. Rejects if the service cannot be opened. */
  start(): Promise<void>
  /** Finishes what is under way, within 8 s, and closes everything. */
  stop(): Promise<void>
  /** Delivers what waits, until nothing is due or the time is over. Rejects if the service cannot be opened. */
  deliver(budget?: { readonly budgetMs?: number }): Promise<void>
}

// Clerk's deliveries wait 15 s for an answer.
const BEFORE_ANSWER_MS = 10_000
const AFTER_ANSWER_MS = 25_000
const SWEEP_MS = 25_000

/**
 * Bellhop inside an app: the routes of the service, and its workers where processes live on.
 *
 * @example
 * // bellhop.ts
 * export const bellhop = createBellhop({ from: 'Acme <login@auth.acme.com>' })
 * // app/api/webhooks/clerk/route.ts
 * export const { GET, POST } = bellhop.webhook
 */
export function createBellhop(options: BellhopOptions = {}): EmbeddedBellhop {
  const {
    basePath = '/',
    env = processEnvironment(),
    runtime = runtimeOf(env),
    ...settings
  } = options
  const services: Map<string, Shared<Mounted>> = sharedServices()
  const base = normalBase(basePath)
  const name = `${base} ${env.DATABASE_URL ?? resolve(env.DATA_DIR ?? 'data')}`

  const open = () =>
    shareService(services, name, {
      owner: settings,
      replaces: env.NODE_ENV !== 'production',
      open: () => openMounted({ settings, env, runtime }, base),
      close: closeMounted,
    })

  async function answer(request: Request, context: RequestContext): Promise<Response> {
    const mounted = await open().catch(unavailable)
    if (mounted instanceof Response) return mounted
    const { service, app } = mounted
    const response = await app.fetch(request)
    // What was accepted, or asked for by an operator, is delivered now: nobody else does.
    if (runtime === 'serverless' && request.method === 'POST' && response.status < 400) {
      await deliverSoon(service, context.waitUntil ?? hostWaitUntil())
    }
    return response
  }

  const at = (path: string) => (request: Request) =>
    answer(new Request(new URL(path, request.url), request), {})
  const webhook = at(`${base}/api/webhooks/clerk`)
  const page: RequestHandler = (request) => answer(request, {})
  const sweep: RequestHandler = async (request) => {
    const mounted = await open().catch(unavailable)
    return mounted instanceof Response
      ? mounted
      : sweepAnswer(request, mounted.service, { budgetMs: SWEEP_MS })
  }

  return {
    fetch: (request, context = {}) => answer(request, context),
    webhook: { GET: webhook, POST: webhook },
    pages: {
      ...{ GET: page, HEAD: page, POST: page, PUT: page, PATCH: page, DELETE: page },
      OPTIONS: page,
    },
    sweep: { GET: sweep, POST: sweep },
    async start() {
      const mounted = await open()
      if (runtime === 'serverless' || mounted.started) return
      mounted.started = true
      mounted.service.worker.start()
    },
    async stop() {
      const shared = services.get(name)
      if (!shared) return
      services.delete(name)
      await shared.service.then(closeMounted, () => {})
    },
    async deliver({ budgetMs = BEFORE_ANSWER_MS } = {}) {
      const { service } = await open()
      await service.onDemand.deliver({ budgetMs })
    },
  }
}

interface Mounted {
  readonly service: OpenService
  readonly app: ReturnType<typeof mountAt>
  started: boolean
}

async function openMounted(
  settings: Parameters<typeof openService>[0],
  base: string,
): Promise<Mounted> {
  const service = await openService(settings)
  return { service, app: mountAt(base, service.app), started: false }
}

function closeMounted({ service }: Mounted): Promise<void> {
  return service.close()
}

/** Delivers after the answer where the process stays awake, and before it where it may not. */
async function deliverSoon(service: OpenService, waitUntil: WaitUntil | null): Promise<void> {
  const budgetMs = waitUntil ? AFTER_ANSWER_MS : BEFORE_ANSWER_MS
  const delivery = service.onDemand
    .deliver({ budgetMs })
    // What is stored is found by the next request or the sweep.
    .catch((error) => service.log.error({ err: error }, 'delivery failed'))
  if (waitUntil) waitUntil(delivery)
  else await delivery
}
