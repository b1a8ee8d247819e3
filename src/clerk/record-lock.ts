import { open, rm, stat } from 'node:fs/promises'

export interface LockClock {
  readonly now: () => Date
  readonly wait: (ms: number) => Promise<void>
}

const PAUSE_MS = 50
/** A change takes milliseconds, so an older lock was left by a command that was killed. */
const OLDEST_MS = 10_000

/**
 * Runs `change` while no other command changes the file. Waits for the other one. Rejects as `change` does, and
 * if the lock `<path>.lock` cannot be created, or an old one not removed.
 */
export async function whileLocked<Value>(
  path: string,
  clock: LockClock,
  change: () => Promise<Value>,
): Promise<Value> {
  const lock = `${path}.lock`
  while (!(await isCreated(lock))) {
    // The force is for a lock that another command has removed meanwhile.
    if (await isLeftOver(lock, clock)) await rm(lock, { force: true })
    else await clock.wait(PAUSE_MS)
  }
  try {
    return await change()
  } finally {
    await rm(lock, { force: true }).catch(() => {})
  }
}

/** Whether this call has created the file; false if there is one already. */
async function isCreated(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx')).close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function isLeftOver(lock: string, { now }: LockClock): Promise<boolean> {
  const found = await stat(lock).catch(() => null)
  // The clock of another machine may be ahead.
  return found !== null && Math.abs(now().getTime() - found.mtimeMs) > OLDEST_MS
}
