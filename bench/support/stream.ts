import { setTimeout as delay } from 'node:timers/promises'

/**
 * Does something at an even pace, whether or not what was begun before is done: `perSecond` times a
 * second for `seconds`. Resolves when all of it is done.
 */
export async function stream(
  perSecond: number,
  seconds: number,
  act: (index: number) => Promise<unknown>,
): Promise<void> {
  const started = performance.now()
  const under: Promise<unknown>[] = []
  for (let index = 0; index < perSecond * seconds; index++) {
    const wait = started + (index / perSecond) * 1000 - performance.now()
    if (wait > 0) await delay(wait)
    const one = act(index)
    // It is heard of at the end, with the others.
    one.catch(() => {})
    under.push(one)
  }
  await Promise.all(under)
}

/** Waits until it holds. Rejects with `otherwise` when it does not after `ms`: there is no figure then. */
export async function mustHold(holds: () => boolean, ms: number, otherwise: string): Promise<void> {
  if (!(await until(holds, ms))) throw new Error(otherwise)
}

/** Waits until it holds, at most `ms`; whether it does. */
export async function until(holds: () => boolean, ms: number): Promise<boolean> {
  const end = performance.now() + ms
  while (!holds()) {
    if (performance.now() > end) return false
    await delay(20)
  }
  return true
}
