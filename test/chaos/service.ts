import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/free-port.ts'
import { arm, type Crash } from './crash.ts'

/** One real process that can be killed and started again. */
export interface Service {
  readonly url: string
  /** Starts it and waits until it answers. With a crash it may end before it answers. */
  start(crash?: Crash): Promise<void>
  /** Sets the point at which it kills itself. */
  arm(crash: Crash): Promise<void>
  /** Kills it if it still runs; resolves with the time of its end. */
  kill(): Promise<number>
  /** Whether it ends by itself within `ms`. */
  gone(ms: number): Promise<boolean>
  /** Unexpected ends, with the last output. */
  readonly accidents: readonly string[]
}

// Not the root, whose `.env` the service would read.
const CWD = fileURLToPath(new URL('..', import.meta.url))
const START_MS = 60_000

/** `entry` is what Node is to run. */
export async function createService(
  env: Readonly<Record<string, string>>,
  entry: readonly string[],
): Promise<Service> {
  // The same port at every start, so that clients find it again.
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const accidents: string[] = []
  let child: ChildProcess | null = null
  let died = Date.now()

  const isGone = () => !child || child.exitCode !== null || child.signalCode !== null

  function launch(): ChildProcess {
    const launched = spawn(process.execPath, ['--import', './chaos/crash-points.ts', ...entry], {
      cwd: CWD,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        BELLHOP_CONFIG: 'off',
        ...env,
        PATH: process.env.PATH ?? '',
        PORT: String(port),
        LOG_LEVEL: 'warn',
      },
    })
    let words = ''
    for (const stream of [launched.stdout, launched.stderr]) {
      stream?.on('data', (chunk) => {
        words = `${words}${chunk}`.slice(-4_000)
        if (process.env.CHAOS_VERBOSE) process.stderr.write(chunk)
      })
    }
    // It may end while a message is sent to it.
    launched.on('error', () => {})
    launched.once('exit', (code, signal) => {
      died = Date.now()
      if (signal !== 'SIGKILL') accidents.push(`exit ${code ?? signal}: ${words}`)
    })
    return launched
  }

  return {
    url,
    accidents,
    arm: (crash) => arm(child, crash),
    async start(crash) {
      child = launch()
      if (crash) await arm(child, crash)
      const until = Date.now() + START_MS
      while (!isGone()) {
        if (await answers(url)) return
        if (Date.now() > until) throw new Error(`${url} did not start within ${START_MS} ms.`)
        await delay(20)
      }
      if (!crash) throw new Error(`${url} did not start. ${accidents.at(-1)}`)
    },
    async kill() {
      if (!isGone()) {
        child?.kill('SIGKILL')
        await once(child as ChildProcess, 'exit')
      }
      return died
    },
    async gone(ms) {
      const until = Date.now() + ms
      while (!isGone() && Date.now() < until) await delay(5)
      return isGone()
    },
  }
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  )
}
