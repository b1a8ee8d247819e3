import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 } from 'uuid'
import { EXIT } from '../cli/cli-error.ts'
import { terminalPaint } from '../cli/paint.ts'
import { run } from '../cli/run.ts'
import { postSignedProbe } from '../cli/signed-probe.ts'
import { loadConfig, readCliSettings } from '../config/config.ts'
import { CHECK_LIMIT_MS, STEP_LIMIT_MS } from '../doctor/run-checks.ts'
import { normalBase } from '../domain/base-path.ts'
import { openOutput } from '../runtime/output.ts'
import { doctorChecks } from './doctor.ts'
import { openOfflineTools } from './offline.ts'
import { systemDns } from './system-dns.ts'

/** Runs the command line of this process. */
export async function runProgram(): Promise<void> {
  const stderr = openOutput(process.stderr, () => process.exit(EXIT.unexpected))
  const stdout = openOutput(process.stdout, (error) => {
    stderr.write(`Unexpected: ${error.message}`)
    process.exit(EXIT.unexpected)
  })

  const world = {
    settings: readCliSettings(),
    fetch,
    now: () => new Date(),
    random: Math.random,
    wait: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, signal ? { signal } : {}),
  }
  process.exitCode = await run(process.argv.slice(2), {
    ...world,
    offlineTools: async () => openOfflineTools(await loadConfig()),
    testAlert: async () => {
      const { postTestAlert } = await import('./test-alert.ts')
      return postTestAlert(await loadConfig(), { now: world.now, newId: v7 })
    },
    migrate: migrateDatabase,
    ask: process.stdin.isTTY ? askAtTerminal : null,
    checkLimitMs: CHECK_LIMIT_MS,
    doctorChecks: (url) =>
      doctorChecks(() => loadConfig(undefined, { basePath: basePathOf(url) }), {
        ...world,
        dns: systemDns(),
        connectMs: STEP_LIMIT_MS,
        postSigned: (signal) => postSignedProbe(world, url, signal),
        nodeVersion: process.versions.node,
      }),
    untilStopped: () => AbortSignal.any([stopSignal(), stdout.closed]),
    print: stdout.write,
    complain: stderr.write,
    paint: terminalPaint,
  })
}

/** The path below which the app at this address has Bellhop. */
function basePathOf(url: string): string {
  return normalBase(new URL(url).pathname)
}

async function migrateDatabase(databaseUrl: string): Promise<void> {
  const { openPostgres } = await import('../store/engine/open-postgres.ts')
  const database = await openPostgres(databaseUrl, { onError: () => {} })
  await database.close()
}

/** Aborted by the first SIGINT or SIGTERM. The second one ends the process. */
function stopSignal(): AbortSignal {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM']) process.once(name, () => stop.abort())
  return stop.signal
}

/** Resolves with an empty line if the person gives no answer (Ctrl-C, Ctrl-D). */
async function askAtTerminal(question: string): Promise<string> {
  // The question is not a result, so it does not go into a pipe.
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const closed = once(terminal, 'close').then(() => '')
  terminal.once('SIGINT', () => terminal.close())
  try {
    // Whether the question itself ends then depends on the version of Node.
    return await Promise.race([terminal.question(question).catch(() => ''), closed])
  } finally {
    terminal.close()
  }
}
