import type { ChildProcess } from 'node:child_process'

/** The points at which a process can kill itself, in the order in which a message passes them. */
export const CRASH_POINTS = [
  // Stored, and not handed to a worker.
  'after-store',
  // A worker has it, and no attempt is stored.
  'before-begin',
  'before-send',
  'after-answer',
  'before-settle',
] as const

export interface Crash {
  readonly point: (typeof CRASH_POINTS)[number]
  /** 1 for the first time that the point is reached, 2 for the second, and so on. */
  readonly occasion: number
  /** `SIGSTOP` freezes it. Default: `SIGKILL`. */
  readonly signal?: 'SIGKILL' | 'SIGSTOP'
}

/** How many processes were killed or frozen at each point. */
export type CrashCounts = Record<Crash['point'], number>

/** The same number for each point. */
export function atEachPoint(count: number): CrashCounts {
  return Object.fromEntries(CRASH_POINTS.map((point) => [point, count])) as CrashCounts
}

/** The message that sets the point at which a process kills or freezes itself; null: at none. */
export interface CrashMessage {
  readonly crash: Crash | null
}

/** Sets the point at which the process kills or freezes itself; null: at none. */
export async function arm(child: ChildProcess | null, crash: Crash | null): Promise<void> {
  if (!child?.connected) return
  const { promise, resolve } = Promise.withResolvers<void>()
  child.send({ crash } satisfies CrashMessage, () => resolve())
  await promise
}
