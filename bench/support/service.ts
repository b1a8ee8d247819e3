import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../test/support/free-port.ts'
import { cpuSecondsOf, residentBytesOf } from './processes.ts'

/** A server in a process of its own, as it is run in production. */
export interface Service extends AsyncDisposable {
  readonly url: string
  /** From the start of the process to its first answer that it is ready. */
  readonly startMs: number
  residentBytes(): Promise<number>
  /** What the process has used of the processors so far. */
  cpuSeconds(): Promise<number>
}

// Not the root, whose `.env` Bellhop would read.
const CWD = fileURLToPath(new URL('..', import.meta.url))
const START_MS = 60_000
const STOP_MS = 15_000
const LOOK_EVERY_MS = 5
let sequence = 0

/** Starts `node ...entry` and waits until `/readyz` answers 200. Its output goes to a file. */
export async function startService(
  entry: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Service> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = join(tmpdir(), `bellhop-bench-${process.pid}-${++sequence}.log`)
  await using log = await open(logFile, 'w')
  const started = performance.now()
  const child = spawn(process.execPath, [...entry], {
    cwd: CWD,
    stdio: ['ignore', log.fd, log.fd],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      APP_NAME: 'Acme',
      BELLHOP_CONFIG: 'off',
      // Figures are about what is possible. The pace of welcomes has nothing to do with it.
      WELCOME_PACE: 'off',
      PORT: String(port),
      ...env,
    },
  })
  try {
    await untilReady(url, child)
  } catch (error) {
    const words = (await readFile(logFile, 'utf8')).slice(-2_000)
    throw new Error(`${entry.join(' ')} did not start:\n${words}`, { cause: error })
  }
  const startMs = performance.now() - started
  const pid = child.pid ?? 0
  return {
    url,
    startMs,
    residentBytes: () => residentBytesOf(pid),
    cpuSeconds: () => cpuSecondsOf(pid),
    [Symbol.asyncDispose]: () => stop(child),
  }
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const until = performance.now() + START_MS
  while (performance.now() < until && child.exitCode === null) {
    const ready = await fetch(`${url}/readyz`).then(
      (response) => response.ok,
      () => false,
    )
    if (ready) return
    await delay(LOOK_EVERY_MS)
  }
  child.kill('SIGKILL')
  throw new Error(`not ready after ${START_MS} ms`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await ended
  clearTimeout(timer)
}
