import { resolve } from 'node:path'
import { processEnvironment } from '../config/process-environment.ts'
import { normalBase } from '../domain/base-path.ts'
import { StartError } from '../domain/start-error.ts'
import type { Logger } from '../observe/log.ts'
import type {
  BellhopOptions,
  EmbeddedBellhop,
  RequestContext,
  RequestHandler,
} from './embedded-bellhop.ts'
import type { OpenService, ServiceSettings } from './open-service.ts'
import { requestAt } from './request-at.ts'
import { hostWaitsUntil, runtimeOf } from './runtime-of.ts'
import { sharedServices, shareService } from './shared-services.ts'
import type { UnderWay } from './under-way.ts'

// Clerk's deliveries wait 15 s for an answer.
const BEFORE_ANSWER_MS = 10_000
const AFTER_ANSWER_MS = 25_000
const SWEEP_MS = 25_000
// Of `stop`, before the workers have theirs.
const REQUESTS_MS = 2_000

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
  const { services, withWorkers } = sharedServices<Mounted>()
  const base = normalBase(basePath)
  const database = env.DATABASE_URL ?? resolve(env.DATA_DIR ?? 'data')
  // An edit may change the base path too. The service of the one before must not keep the database and the workers.
  const replaces = env.NODE_ENV !== 'production'
  const name = replaces ? database : `${base} ${database}`

  async function open(): Promise<Mounted> {
    const mounted = await shareService(services, name, {
      owner: settings,
      basePath: base,
      replaces,
      open: () => openMounted({ settings, env, runtime, basePath: base }),
      close: closeMounted,
    })
    if (withWorkers.has(name) && !mounted.started) {
      mounted.started = true
      mounted.service.worker.start()
    }
    return mounted
  }

  async function answer(request: Request, context: RequestContext): Promise<Response> {
    const mounted = await open().catch(refuse)
    if (mounted instanceof Response) return mounted
    return mounted.underWay.add(answerOf(mounted, request, context))
  }

  async function answerOf(mounted: Mounted, request: Request, context: RequestContext) {
    const response = await mounted.service.app.fetch(request)
    // What was accepted, or asked for by an operator, is delivered now: nobody else does.
    if (runtime === 'serverless' && request.method === 'POST' && response.status < 400) {
      await deliverSoon(mounted, context)
    }
    return response
  }

  const at =
    (path: string): RequestHandler =>
    (request) =>
      answer(requestAt(path, request), {})
  const webhook = at(`${base}/api/webhooks/clerk`)
  const page: RequestHandler = (request) => answer(request, {})
  const sweep: RequestHandler = async (request) => {
    const mounted = await open().catch(refuse)
    if (mounted instanceof Response) return mounted
    const sweeping = import('./sweep-answer.ts').then(({ sweepAnswer }) =>
      sweepAnswer(request, mounted.service, { budgetMs: SWEEP_MS }),
    )
    return mounted.underWay.add(sweeping)
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
      if (runtime === 'server') withWorkers.add(name)
      await open()
    },
    async stop() {
      withWorkers.delete(name)
      const shared = services.get(name)
      if (!shared) return
      services.delete(name)
      await shared.service.then(closeMounted, () => {})
    },
    async deliver({ budgetMs = BEFORE_ANSWER_MS } = {}) {
      if (typeof budgetMs !== 'number' || Number.isNaN(budgetMs)) {
        throw new TypeError('budgetMs must be a number of milliseconds.')
      }
      const { service, underWay } = await open()
      await underWay.add(service.onDemand.deliver({ budgetMs }))
    },
  }
}

interface Mounted {
  readonly service: OpenService
  readonly underWay: UnderWay
  started: boolean
}

// The service is loaded with the first use: whoever imports the package loads next to nothing.
async function openMounted(settings: ServiceSettings): Promise<Mounted> {
  const { nodeFault } = await import('../runtime/node-version.ts')
  const fault = nodeFault(process.versions.node)
  if (fault) throw new StartError(`${fault}.`)
  const { openService } = await import('./open-service.ts')
  const { createUnderWay } = await import('./under-way.ts')
  return { service: await openService(settings), underWay: createUnderWay(), started: false }
}

async function refuse(error: unknown): Promise<Response> {
  const { unavailable } = await import('./unavailable.ts')
  return unavailable(error)
}

async function closeMounted({ service, underWay }: Mounted): Promise<void> {
  await underWay.ended(REQUESTS_MS)
  await service.close()
}

/** Delivers after the answer where the process stays awake, and before it where it may not. */
async function deliverSoon({ service, underWay }: Mounted, context: RequestContext): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const staysAwake = keepAwake(promise, context, service.log)
  const budgetMs = staysAwake ? AFTER_ANSWER_MS : BEFORE_ANSWER_MS
  const delivery = service.onDemand
    .deliver({ budgetMs })
    // What is stored is found by the next request or the sweep.
    .catch((error) => service.log.error({ err: error }, 'delivery failed'))
  resolve(underWay.add(delivery))
  if (!staysAwake) await delivery
}

/** Whether somebody keeps the process awake until the promise has settled. The event is stored, so nothing may throw. */
function keepAwake(promise: Promise<void>, context: RequestContext, log: Logger): boolean {
  try {
    // Called as a method, because that of some hosts needs its `this`.
    if (context.waitUntil) context.waitUntil(promise)
    else return hostWaitsUntil(promise)
    return true
  } catch (error) {
    log.warn({ err: error }, 'waitUntil failed: what is accepted is delivered before the answer')
    return false
  }
}
