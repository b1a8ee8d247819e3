import { setTimeout as delay } from 'node:timers/promises'
import { atEachPoint, type CrashCounts } from '../chaos/crash.ts'
import type { Kill } from '../chaos/tally.ts'
import type { Burst, End, Signal } from './burst.ts'
import { startCron } from './cron.ts'
import { type Instance, type InstanceOptions, startInstance } from './instance.ts'
import { openRouter } from './router.ts'

/** A small serverless host: a process for each burst of requests, which it kills or freezes, and a cron job. */
export interface Host extends AsyncDisposable {
  /** The address of the app. Between bursts an instance that lives answers there. */
  readonly url: string
  /** Posts, and treats the process that takes it as planned. What that one leaves is posted to the next one. */
  run<Result>(burst: Burst, post: () => Promise<Result>): Promise<Result>
  /** Thaws everything and lets it run for a moment. */
  thawAll(): Promise<void>
  report(): HostReport
}

export interface HostReport {
  /** When the process of a burst was killed or frozen. */
  readonly kills: readonly Kill[]
  readonly killed: number
  readonly frozen: number
  readonly thawed: number
  readonly sweeps: number
  /** How many kills and freezes happened at a named point. A point that is never reached proves nothing. */
  readonly atPoints: Readonly<CrashCounts>
  /** What the processes wrote about changes of a status that are not allowed. */
  readonly illegal: readonly string[]
  /** Processes that the host gave up because they did not come to an end, each with the last that it wrote. */
  readonly stuck: readonly string[]
}

export interface HostOptions extends Omit<InstanceOptions, 'waitUntil'> {
  /** How often the cron job calls the sweep. */
  readonly sweepMs: number
}

const LOOK_MS = 5
const IDLE_MS = 30_000
// As hosts do, which give up a process that does not come to an end. Longer than what Bellhop gives itself.
const INVOCATION_MS = 60_000
const THAWED_MS = 2_000
const SWEEPS_PER_PROCESS = 5

export async function openHost(options: HostOptions): Promise<Host> {
  await using stack = new AsyncDisposableStack()
  const router = stack.use(await openRouter())
  const instances: Instance[] = []
  stack.defer(async () => {
    await Promise.all(instances.map((instance) => instance.kill()))
  })
  const frozen = new Map<Instance, number>()
  const kills: Kill[] = []
  const counts = { killed: 0, frozen: 0, thawed: 0 }
  const atPoints = atEachPoint(0)
  const stuck: string[] = []

  async function start(waitUntil: boolean): Promise<Instance> {
    const instance = await startInstance({ ...options, waitUntil })
    instances.push(instance)
    return instance
  }

  /** Thaws what is due, and takes back the point that it has not reached. */
  async function thaw(before: number): Promise<Instance[]> {
    const due = [...frozen].filter(([, until]) => until <= before).map(([instance]) => instance)
    for (const instance of due) {
      frozen.delete(instance)
      await instance.arm(null)
      instance.thaw()
      counts.thawed++
    }
    return due
  }

  async function treat(instance: Instance, signal: Signal, frozenMs: number): Promise<void> {
    if (signal === 'SIGSTOP' && !instance.isGone()) {
      instance.freeze()
      kills.push({ at: Date.now(), calm: false })
      frozen.set(instance, Date.now() + frozenMs)
      counts.frozen++
    } else {
      kills.push({ at: await instance.kill(), calm: false })
      counts.killed++
    }
  }

  /** Resolves when it is time to treat the process. */
  async function until(
    end: End,
    instance: Instance,
    posted: Promise<unknown>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<void> {
    switch (end.kind) {
      case 'at-moment':
        return delay(end.ms)
      case 'after-answers':
        return void (await posted)
      case 'when-idle':
        await posted
        return idle(instance)
      case 'at-point': {
        let idled = false
        // A process that has answered everything and is idle does not reach the point any more.
        posted
          .then(() => idle(instance))
          .finally(() => (idled = true))
          .catch(() => {})
        for (;;) {
          const last = idled
          if (instance.isGone() || (await instance.isFrozen())) {
            atPoints[end.crash.point]++
            return
          }
          if (last || signal.aborted) return
          await delay(LOOK_MS)
        }
      }
    }
  }

  const cron = stack.use(
    startCron(() => start(false), { everyMs: options.sweepMs, killAfter: SWEEPS_PER_PROCESS }),
  )
  const living = await start(true)
  router.to(living)
  const owned = stack.move()

  /** Runs the work while no other process delivers. */
  function inPeace<Result>(work: () => Promise<Result>): Promise<Result> {
    return cron.without(() => idle(living).then(work))
  }

  return {
    url: router.url,
    async run(burst, post) {
      const { waitUntil, warm, end, frozenMs, alone } = burst
      const thawed = await thaw(Date.now())
      const instance = (warm && thawed.pop()) || (await start(waitUntil))
      router.to(instance)
      if (end.kind === 'at-point') await instance.arm(end.crash)
      const postAndTreat = async () => {
        const posted = post()
        // Awaited below.
        posted.catch(() => {})
        const ended = await atMost(INVOCATION_MS, (limit) => until(end, instance, posted, limit))
        if (!ended) stuck.push(`${JSON.stringify(burst)}: ${await portrait(instance)}`)
        await treat(instance, signalOf(end), frozenMs)
        return { posted }
      }
      const { posted } = await (alone ? inPeace(postAndTreat) : postAndTreat())
      // What is not answered is posted again, to a process that lives.
      router.to(living)
      const result = await posted.catch(async (cause) => {
        throw new Error(`Not taken. The last process: ${await portrait(living)}`, { cause })
      })
      await Promise.all(thawed.map((each) => each.kill()))
      return result
    },
    async thawAll() {
      await thaw(Number.POSITIVE_INFINITY)
      await delay(THAWED_MS)
    },
    report: () => ({
      kills,
      ...counts,
      sweeps: cron.sweeps(),
      atPoints,
      stuck,
      illegal: instances.flatMap((instance) =>
        instance
          .output()
          .split('\n')
          .filter((line) => line.includes('TRANSITIONS does not list')),
      ),
    }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function signalOf(end: End): Signal {
  if (end.kind === 'at-point') return end.crash.signal ?? 'SIGKILL'
  return end.kind === 'when-idle' ? 'SIGSTOP' : end.signal
}

async function idle(instance: Instance): Promise<void> {
  await atMost(IDLE_MS, () => instance.idle())
}

/** For a failed test. */
async function portrait(instance: Instance): Promise<string> {
  const state = instance.isGone() ? 'gone' : (await instance.isFrozen()) ? 'frozen' : 'alive'
  return `${state}, wrote:\n${instance.output().slice(-4_000)}`
}

/** Waits for the work, but not longer than `ms`. False if it has not ended by then. */
async function atMost(
  ms: number,
  work: (limit: { readonly signal: AbortSignal }) => Promise<void>,
): Promise<boolean> {
  const over = new AbortController()
  const late = delay(ms, false, { signal: over.signal }).catch(() => false)
  try {
    return await Promise.race([work(over).then(() => true), late])
  } finally {
    over.abort()
  }
}
