import { compose } from '../compose.ts'
import { type Config, loadConfig } from '../config/config.ts'
import { StartError } from '../domain/start-error.ts'
import { createLog, describeError } from '../observe/log.ts'
import { fewestOpenFiles, openFilesLimit, shareOpenFiles } from '../runtime/open-files.ts'
import { listen } from '../runtime/server.ts'
import type { OnStopSignal } from '../runtime/stop-signals.ts'
import { openDatabase } from '../store/engine/open-database.ts'
import { type Base, createBase } from './base.ts'
import type { MessageParts } from './message-parts.ts'
import { requirePackages } from './missing-packages.ts'
import { fail } from './start-failure.ts'

const SHUTDOWN_MS = 10_000

/** Runs the service until a signal stops it. */
export function serve(onStopSignal: OnStopSignal): Promise<void> {
  return start(onStopSignal).catch(fail)
}

async function start(onStopSignal: OnStopSignal): Promise<void> {
  // Files of the process, also those of the embedded engine, are only for its own user.
  process.umask(0o077)
  const config = await loadConfig()
  requirePackages(config)
  const log = createLog(config.logLevel)
  const base = createBase({ log })
  const files = openFiles(!config.databaseUrl)
  const broken = Promise.withResolvers<Error>()
  const database = await openDatabase(config, {
    mostFiles: files.engine,
    onError: base.onError,
    onBroken: broken.resolve,
  })
  const messages = await developmentParts(config, base)
  const bellhop = messages
    ? await compose(messages.config, { log, database, messages })
    : await compose(config, { log, database })
  const mostSockets = files.sockets
  const server = await listen(bellhop.app, { ...config, mostSockets }).catch(async (error) => {
    await bellhop.close()
    throw error
  })
  bellhop.worker.start()
  log.info(
    {
      url: server.url,
      engine: config.databaseUrl ? 'postgres' : 'pglite',
      email: config.email.transport,
      sms: config.sms.transport,
    },
    'listening',
  )
  if (!config.production) for (const line of addressesOf(config, server.url)) log.info(line)

  let stopping = false
  async function stop(exitCode: number): Promise<void> {
    if (stopping) return
    stopping = true
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    await server.close(2_000)
    await bellhop.close()
    log.info('stopped')
    // Anything that still keeps the process running, such as an export of traces, has had its time.
    process.exitCode = exitCode
    setTimeout(() => process.exit(), 500).unref()
  }
  onStopSignal((signal) => {
    log.info({ signal }, 'stopping')
    stop(0).catch(fail)
  })
  broken.promise
    .then((error) => {
      log.fatal(describeError(error), 'the embedded database needs a new start: stopping')
      return stop(1)
    })
    .catch(fail)
}

/** While the service runs from the source, its templates and settings may change. */
async function developmentParts(config: Config, base: Base): Promise<MessageParts | null> {
  if (config.production || !import.meta.url.endsWith('.ts')) return null
  const { openLiveParts } = await import('./live-parts.ts')
  return openLiveParts(config, base)
}

/** Where a developer looks next. */
function addressesOf({ email, sms }: Config, url: string): string[] {
  const hasOutbox = email.transport === 'capture' || sms.transport === 'capture'
  const base = url.replace(/\/\/(?:0\.0\.0\.0|\[::\])/, '//localhost')
  return hasOutbox
    ? [
        `Outbox, every message as it arrives: ${base}`,
        `Templates, every message with your settings: ${base}/templates`,
      ]
    : [`Messages and their status: ${base}/messages`]
}

/** Divides the files that may be open. Throws a StartError if there are too few. */
function openFiles(embedded: boolean) {
  const limit = openFilesLimit()
  const shares = shareOpenFiles(limit, embedded)
  if (shares) return shares
  throw new StartError(
    `The limit of open files is ${limit}: raise it to ${fewestOpenFiles(embedded)} or more (ulimit -n, LimitNOFILE= of systemd, --ulimit nofile= of Docker).`,
  )
}
