import { randomUUID } from 'node:crypto'
import { compose, type Bellhop as Service } from '../compose.ts'
import { type Config, readConfig } from '../config/config.ts'
import type { SettingsFile } from '../config/written-settings.ts'
import type { Runtime } from '../domain/runtime.ts'
import { StartError } from '../domain/start-error.ts'
import type { Environment } from '../domain/variables.ts'
import { createLog, type Logger } from '../observe/log.ts'
import type { Database } from '../store/engine/database.ts'
import { openDatabase } from '../store/engine/open-database.ts'
import { createBase } from '../wiring/base.ts'
import { requirePackages } from '../wiring/missing-packages.ts'
import { optionFaults } from './option-faults.ts'

/** A service that an app has opened inside itself. */
export interface OpenService extends Service {
  readonly log: Logger
  /** The secret of `bellhop.sweep`. */
  readonly cronSecret: string | undefined
}

export interface ServiceSettings {
  readonly settings: SettingsFile
  readonly env: Environment
  readonly runtime: Runtime
  /** The path below which the app has Bellhop, in the form of `normalBase`. */
  readonly basePath: string
}

// An instance answers one request at a time, or a few. A pooler has connections for all of them.
const CONNECTIONS = 2

/** Opens the database and builds the service. Throws a ConfigError or a StartError that says what to do. */
export async function openService({
  settings,
  env,
  runtime,
  basePath,
}: ServiceSettings): Promise<OpenService> {
  const faults = optionFaults({ runtime, basePath })
  if (faults.length > 0) throw new StartError(faults.join(' '))
  const read = readConfig(env, settings, {
    root: process.cwd(),
    name: 'createBellhop()',
    basePath,
  })
  // Whoever reaches the app reaches `/metrics`, so that without a token of its own nobody reads it.
  const config = { ...read, metricsToken: read.metricsToken ?? randomUUID() }
  if (runtime === 'serverless' && !config.databaseUrl) {
    throw new StartError(
      'The embedded database needs a process that lives on, and a disk: set DATABASE_URL to a PostgreSQL server or its pooler.',
    )
  }
  requirePackages(config)
  const log = createLog(config.logLevel)
  const { onError } = createBase({ log })
  const database = await openDatabaseFor(config, runtime, onError)
  const service = await compose(config, { log, database, runtime })
  return { ...service, log, cronSecret: config.cronSecret }
}

async function openDatabaseFor(
  config: Config,
  runtime: Runtime,
  onError: (error: unknown) => void,
): Promise<Database> {
  const { databaseUrl } = config
  if (runtime === 'server' || !databaseUrl) return openDatabase(config, { onError })
  const { openPostgres } = await import('../store/engine/open-postgres.ts')
  return openPostgres(databaseUrl, { onError, mostConnections: CONNECTIONS, migrates: false })
}
