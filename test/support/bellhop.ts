import { setTimeout as delay } from 'node:timers/promises'
import { compose } from '../../src/compose.ts'
import { loadConfig } from '../../src/config/config.ts'
import { createLog } from '../../src/observe/log.ts'
import { listen } from '../../src/runtime/server.ts'
import type { Database } from '../../src/store/engine/database.ts'
import type { LedgerMessage } from '../../src/store/views/ledger.ts'
import type { TestDatabase } from './engines.ts'
import { svixHeaders } from './svix-headers.ts'

export const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
export const OPS_TOKEN = 'a-token-for-tests-only'

export interface Posted {
  readonly status: number
  readonly answer: Record<string, unknown>
}

export interface RunningBellhop extends AsyncDisposable {
  readonly url: string
  readonly database: Database
  /** The methods and paths of all its routes. */
  readonly routes: readonly { readonly method: string; readonly path: string }[]
  /** Signs as Clerk does and posts; a string is sent as it is. */
  post(event: unknown, options?: PostOptions): Promise<Posted>
  get(path: string): Promise<Response>
  message(id: unknown): Promise<LedgerMessage>
  /** Waits until the message has one of the statuses. */
  reaches(id: unknown, ...statuses: string[]): Promise<LedgerMessage>
  /** Waits until a try has failed and the message is queued again for this reason. */
  isPutBack(id: unknown, reason: string): Promise<LedgerMessage>
}

export interface PostOptions {
  readonly svixId?: string
  readonly at?: Date
  readonly secret?: string
  readonly headers?: Record<string, string>
  readonly path?: string
}

export interface StartOptions {
  readonly requestTimeoutMs?: number
  /** The port of a proxy between Bellhop and the database server. */
  readonly databasePort?: number
  readonly databaseTimeoutMs?: number
  /** Called with every line of the log, of every level. */
  readonly onLog?: (line: string) => void
  readonly now?: () => Date
  /** A settings file; none if not set. */
  readonly settings?: string
  /** How long `/metrics` and `/readyz` may repeat their last answer; 0 if not set. */
  readonly keptMs?: number
}

// Tests have few recipients, with numbers that no plan assigns.
const NO_LIMITS = {
  SMS_CHECK_NUMBERS: 'off',
  LIMIT_CODES: 'off',
  LIMIT_NOTICES: 'off',
  LIMIT_SMS_NEW_RANGE: 'off',
  LIMIT_SMS_KNOWN_RANGE: 'off',
  WELCOME_PACE: 'off',
}

let sequence = 0

// Shorter than most tests may take, so that the error names what is missing.
const WAIT_LIMIT_MS = 110_000

/** The whole service over real HTTP, on a test database. It captures messages unless `env` names providers. */
export async function startBellhop(
  testDatabase: TestDatabase,
  env: Record<string, string> = {},
  options: StartOptions = {},
): Promise<RunningBellhop> {
  const database = await testDatabase.open({
    port: options.databasePort,
    timeoutMs: options.databaseTimeoutMs,
  })
  const config = await loadConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
    OPS_TOKEN,
    BELLHOP_CONFIG: options.settings ?? 'off',
    ...NO_LIMITS,
    ...env,
  })
  const { onLog, now, keptMs = 0 } = options
  const log = onLog ? createLog('trace', { write: onLog }) : createLog(config.logLevel)
  const bellhop = await compose(config, { log, database, keptMs, ...(now ? { now } : {}) })
  const server = await listen(bellhop.app, { ...config, ...options })
  bellhop.worker.start()

  const get = (path: string) =>
    fetch(`${server.url}${path}`, { headers: { Authorization: `Bearer ${OPS_TOKEN}` } })

  async function message(id: unknown): Promise<LedgerMessage> {
    const response = await get(`/api/messages/${id}`)
    return ((await response.json()) as { message: LedgerMessage }).message
  }

  async function messageThat(
    id: unknown,
    wanted: string,
    holds: (found: LedgerMessage) => boolean,
  ): Promise<LedgerMessage> {
    const asked = Date.now()
    for (;;) {
      const found = await message(id)
      if (holds(found)) return found
      const waited = Date.now() - asked
      if (waited > WAIT_LIMIT_MS) {
        const { status, reason } = found
        throw new Error(`Message ${id} is ${status} (${reason}), and should be ${wanted}.`)
      }
      // Every request costs the processor some milliseconds, which the service needs too.
      await delay(Math.min(10 + waited / 10, 250))
    }
  }

  return {
    url: server.url,
    database,
    routes: [...bellhop.app.routes, ...(await bellhop.pages()).app.routes],
    get,
    message,
    async post(
      event,
      {
        svixId = `msg_${++sequence}`,
        at = new Date(),
        secret = SECRET,
        headers,
        path = '/api/webhooks/clerk',
      } = {},
    ) {
      const body = typeof event === 'string' ? event : JSON.stringify(event)
      const response = await fetch(`${server.url}${path}`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          ...svixHeaders(body, { svixId, at, secret }),
          ...headers,
        },
      })
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
    },
    reaches: (id, ...statuses) =>
      messageThat(id, statuses.join(' or '), ({ status }) => statuses.includes(status)),
    isPutBack: (id, wanted) =>
      messageThat(
        id,
        `queued (${wanted})`,
        ({ status, reason }) => status === 'queued' && reason === wanted,
      ),
    async [Symbol.asyncDispose]() {
      await server.close(1_000)
      await bellhop.close()
    },
  }
}
