import { compose } from './compose.ts'
import { readConfig } from './config.ts'
import { createLog } from './log.ts'
import { listen } from './server.ts'
import { fail } from './start-failure.ts'

const SHUTDOWN_MS = 10_000

/** Runs the service until it is told to stop. */
export function serve(): Promise<void> {
  return start().catch(fail)
}

async function start(): Promise<void> {
  // What the process makes, the embedded engine included, is for its own user.
  process.umask(0o077)
  const config = readConfig()
  const log = createLog(config.logLevel)
  const bellhop = await compose(config, { log })
  const server = await listen(bellhop.app, config).catch(async (error) => {
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

  async function stop(signal: string): Promise<void> {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref()
    await server.close(2_000)
    await bellhop.close()
    log.info('stopped')
    // Whatever still holds the process up (an export of traces to nobody) has had its time.
    setTimeout(() => process.exit(0), 500).unref()
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(signal).catch(fail))
}
