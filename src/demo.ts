import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { terminalPaint } from './cli/paint.ts'
import { run } from './cli/run.ts'
import { compose } from './compose.ts'
import { type Config, loadConfig, readCliSettings } from './config/config.ts'
import { CHECK_LIMIT_MS } from './doctor/run-checks.ts'
import { createLog } from './observe/log.ts'
import { listen } from './runtime/server.ts'
import { openOfflineTools } from './wiring/offline.ts'
import { developmentSecret } from './wiring/signing-secrets.ts'
import { fail } from './wiring/start-failure.ts'

const PORT = 3000

const print = (line = '') => process.stdout.write(`${line}\n`)

/** Shows what Bellhop does. Needs no keys, sends nothing, and deletes its files at the end. */
async function demo(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bellhop-demo-'))
  const config = await demoConfig(dataDir)
  print('Starting Bellhop on its embedded database, in capture mode ...')
  const bellhop = await compose(config, { log: createLog(config.logLevel) })
  const server = await listen(bellhop.app, { host: config.host, port: PORT }).catch(() =>
    listen(bellhop.app, { host: config.host, port: 0 }),
  )
  bellhop.worker.start()

  const settings = {
    ...readCliSettings({}),
    url: server.url,
    signingSecrets: [await developmentSecret(dataDir)],
    dataDir,
  }
  const command = async (title: string, ...argv: string[]) => {
    print(`\n# ${title}\n$ bellhop ${argv.join(' ')}`)
    const world = {
      now: () => new Date(),
      random: Math.random,
      print,
      complain: print,
      paint: terminalPaint,
    }
    await run(argv, {
      settings,
      doctorChecks: async () => [],
      checkLimitMs: CHECK_LIMIT_MS,
      wait: async () => {},
      untilStopped: () => new AbortController().signal,
      offlineTools: async () => openOfflineTools(config),
      testAlert: async () => [],
      migrate: async () => {},
      ask: null,
      fetch,
      ...world,
    })
  }
  await command('A sign-in code by email', 'trigger', 'email.created', '--to', 'ada@acme.dev')
  await command('A sign-in code by SMS', 'trigger', 'sms.created', '--to', '+14155552671')
  await command(
    'A welcome email for a new user',
    'trigger',
    'user.created',
    '--to',
    'grace@acme.dev',
  )
  await command(
    'The same event twice: one email',
    'trigger',
    'email.created',
    '--to',
    'alan@acme.dev',
    '--duplicate',
  )
  await command('A forged event: refused', 'trigger', 'email.created', '--bad-signature')
  await delivered(server.url)
  await command('The status of all messages', 'messages')
  print(
    `\nThe messages: ${server.url}\nAs JSON, with the codes: ${server.url}/api/outbox\nPress Ctrl+C to stop.`,
  )

  async function stop(): Promise<void> {
    await server.close(1_000)
    await bellhop.close()
    await rm(dataDir, { recursive: true, force: true })
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stop())
}

/** The settings file of the project with nothing of the environment; without a brand in it, that of the examples. */
async function demoConfig(dataDir: string): Promise<Config> {
  const env = { DATA_DIR: dataDir, EMBEDDED_FSYNC: 'off', LOG_LEVEL: 'error' }
  const config = await loadConfig(env)
  if (config.settingsOf(null).brand.appName) return config
  return loadConfig({ ...env, APP_NAME: 'Acme', APP_ORIGIN: 'https://app.acme.dev' })
}

/** Waits until no message is left to be sent. */
async function delivered(url: string): Promise<void> {
  for (;;) {
    const left = await Promise.all(['queued', 'sending'].map((status) => countOf(url, status)))
    if (left.every((count) => count === 0)) return
    await delay(100)
  }
}

async function countOf(url: string, status: string): Promise<number> {
  const response = await fetch(`${url}/api/messages?status=${status}`)
  const { messages } = (await response.json()) as { messages: unknown[] }
  return messages.length
}

demo().catch(fail)
