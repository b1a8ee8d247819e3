import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { arm, type Crash } from '../chaos/crash.ts'

export interface InstanceOptions {
  readonly env: Readonly<Record<string, string>>
  /** Arguments of Node before the app. */
  readonly imports?: readonly string[]
  /** The module that the app imports as `bellhop`: the source, or the build. */
  readonly entry: string
  /** Whether the app may use a `waitUntil`. The host decides whether it keeps its promise. */
  readonly waitUntil: boolean
}

/** One process of the app, which the host may freeze and thaw. */
export interface Instance {
  readonly url: string
  /** The time at which it was killed, if it was. */
  kill(): Promise<number>
  freeze(): void
  thaw(): void
  /** Whether it is frozen, or has frozen itself. */
  isFrozen(): Promise<boolean>
  isGone(): boolean
  /** Sets the point at which it kills or freezes itself; null: at none. */
  arm(crash: Crash | null): Promise<void>
  /** Resolves when it has answered everything, and what was passed to `waitUntil` is done; or when it is gone. */
  idle(): Promise<void>
  /** What it has written. */
  readonly output: () => string
}

// Not the root, whose `.env` the app would read.
const CWD = fileURLToPath(new URL('..', import.meta.url))

/** Starts a process and waits until it listens. Rejects if it ends before. */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { env, imports = [], entry, waitUntil } = options
  const child = spawn(process.execPath, [...imports, 'serverless/app.ts'], {
    cwd: CWD,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      BELLHOP_CONFIG: 'off',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      ...env,
      PATH: process.env.PATH ?? '',
      BELLHOP_ENTRY: entry,
      WAIT_UNTIL: waitUntil ? '1' : '0',
    },
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      words = `${words}${chunk}`.slice(-200_000)
      if (process.env.CHAOS_VERBOSE) process.stderr.write(chunk)
    })
  }
  // It may end while a message is sent to it.
  child.on('error', () => {})
  let gone = false
  let died = 0
  const exited = once(child, 'exit').then(() => {
    gone = true
    died = Date.now()
  })
  const { promise: listening, resolve: onListening } = Promise.withResolvers<number>()
  let busy = false
  let onIdle = () => {}
  child.on('message', (message) => {
    if (typeof message === 'object') onListening((message as { port: number }).port)
    else busy = message === 'busy'
    if (!busy) onIdle()
  })
  const port = await Promise.race([listening, exited.then(() => null)])
  if (port === null) throw new Error(`The app did not start:\n${words}`)
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      if (!gone) child.kill('SIGKILL')
      await exited
      return died
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    isFrozen: () => isStopped(child),
    isGone: () => gone,
    arm: (crash) => arm(child, crash),
    async idle() {
      const { promise, resolve } = Promise.withResolvers<void>()
      onIdle = resolve
      if (!busy) resolve()
      await Promise.race([promise, exited])
    },
    output: () => words,
  }
}

/** By the state that Linux shows. */
async function isStopped({ pid }: ChildProcess): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return /\) T /.test(stat)
}
