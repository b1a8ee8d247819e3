import { setTimeout as delay } from 'node:timers/promises'
import { CRON_SECRET } from './environment.ts'
import type { Instance } from './instance.ts'

/** The cron job of the host. */
export interface Cron extends AsyncDisposable {
  /** How many sweeps were answered. */
  sweeps(): number
  /** Waits until no sweep runs, and lets none begin until the work has ended. */
  without<Result>(work: () => Promise<Result>): Promise<Result>
}

/** Longer than the time that a sweep gives itself. */
const ANSWER_MS = 40_000

/**
 * Calls the sweep every `everyMs`, each time in the same process, which is frozen in between. After `killAfter`
 * sweeps it is killed, and the next one starts another.
 */
export function startCron(
  start: () => Promise<Instance>,
  { everyMs, killAfter }: { readonly everyMs: number; readonly killAfter: number },
): Cron {
  const stopping = new AbortController()
  let instance: Instance | null = null
  let sweeps = 0
  let turn: Promise<unknown> = Promise.resolve()

  /** Runs the work when what came before has ended. */
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = turn.then(work)
    turn = result.catch(() => {})
    return result
  }

  async function sweepOnce(): Promise<void> {
    if (instance && sweeps % killAfter === 0) {
      await instance.kill()
      instance = null
    }
    instance ??= await start()
    instance.thaw()
    const response = await fetch(`${instance.url}/api/cron`, {
      headers: { authorization: `Bearer ${CRON_SECRET}` },
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (response.ok) sweeps++
    else process.stderr.write(`a sweep was answered with ${response.status}\n`)
    instance.freeze()
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const next = Date.now() + everyMs
      // Like a host, which calls it again the next time.
      await inTurn(sweepOnce).catch((error) => process.stderr.write(`a sweep failed: ${error}\n`))
      const wait = Math.max(next - Date.now(), 0)
      await delay(wait, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  const running = run()
  return {
    sweeps: () => sweeps,
    without: inTurn,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      await running
      await instance?.kill()
    },
  }
}
