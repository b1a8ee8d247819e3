import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const CRASH_POINTS = [
  'after-store',
  'after-claim',
  'before-send',
  'after-answer',
  'before-settle',
] as const

/** One real process that can be killed and started again. */
export interface Service {
  readonly url: string
  /** Starts it; with a point, it will kill itself there. */
  start(crash?: { readonly point: string; readonly occasion: number }): Promise<void>
  /** Kills it if it still lives, and resolves when it is gone. */
  kill(): Promise<void>
  /** Resolves when it is gone by itself, or after `ms`. */
  gone(ms: number): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export function createService(
  port: number,
  env: Readonly<Record<string, string>>,
  entry: readonly string[],
): Service {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null

  const isGone = () => !child || child.exitCode !== null || child.signalCode !== null

  async function listening(): Promise<void> {
    while (!isGone()) {
      const alive = await fetch(`${url}/healthz`).then(
        (response) => response.ok,
        () => false,
      )
      if (alive) return
      await delay(20)
    }
  }

  return {
    url,
    async start(crash) {
      child = spawn(process.execPath, ['--import', './test/chaos/crash-points.ts', ...entry], {
        cwd: ROOT,
        stdio: ['ignore', 'ignore', process.env.CHAOS_VERBOSE ? 'inherit' : 'ignore'],
        env: {
          ...env,
          PATH: process.env.PATH ?? '',
          PORT: String(port),
          LOG_LEVEL: 'error',
          ...(crash ? { CRASH_POINT: crash.point, CRASH_OCCASION: String(crash.occasion) } : {}),
        },
      })
      await listening()
    },
    async kill() {
      if (isGone()) return
      child?.kill('SIGKILL')
      await once(child as ChildProcess, 'exit')
    },
    async gone(ms) {
      if (isGone()) return
      await Promise.race([once(child as ChildProcess, 'exit'), delay(ms)])
    },
  }
}
