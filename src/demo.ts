import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { run } from './cli/run.ts'
import { compose } from './compose.ts'
import { readConfig } from './config/config.ts'
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
  const config = readConfig({
    DATA_DIR: dataDir,
    EMBEDDED_FSYNC: 'off',
    LOG_LEVEL: 'error',
    APP_NAME: 'Acme',
    APP_ORIGIN: 'https://app.acme.dev',
  })
  print('Starting Bellhop on its embedded database, in capture mode ...')
  const bellhop = await compose(config, { log: createLog(config.logLevel) })
  const server = await listen(bellhop.app, { host: config.host, port: PORT }).catch(() =>
    listen(bellhop.app, { host: config.host, port: 0 }),
  )
  bellhop.worker.start()

  const settings = {
    url: server.url,
    signingSecrets: [await developmentSecret(dataDir)],
    opsToken: undefined,
    dataDir,
  }
  const command = async (title: string, ...argv: string[]) => {
    print(`\n# ${title}\n$ bellhop ${argv.join(' ')}`)
    const world = { now: () => new Date(), random: Math.random, print, complain: print }
    await run(argv, {
      settings,
      offlineTools: async () => openOfflineTools(config),
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
  await delivered(server.url, 4)
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

/** Waits until the outbox contains `count` messages. */
async function delivered(url: string, count: number): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/outbox`)
    const { messages } = (await response.json()) as { messages: unknown[] }
    if (messages.length >= count) return
    await delay(100)
  }
}

demo().catch(fail)
