/** How long a caller can wait. */
export interface Patience {
  /** Aborts when its run begins nothing more. */
  readonly work: AbortSignal
  /** Aborts when it waits no longer, whatever is still under way. */
  readonly wait: AbortSignal
}

export interface Run {
  /** Resolves when the run looks for nothing more. */
  readonly looked: Promise<unknown>
  readonly done: Promise<unknown>
}

/**
 * Lets callers share one run at a time. Who calls while a run looks for work waits for one more run, because the
 * first may have looked before there was something to do. A run goes on for as long as one of its callers lets it,
 * and none of them waits longer than it can.
 */
export function shareRuns(run: (work: AbortSignal) => Run): (patience: Patience) => Promise<void> {
  let current: Promise<void> | null = null
  let next: { readonly callers: AbortSignal[]; readonly done: Promise<unknown> } | null = null

  function begin(work: AbortSignal): Promise<unknown> {
    const { looked, done } = run(work)
    const looking = looked
      .catch(() => {})
      .then(() => {
        if (current === looking) current = null
      })
    current = looking
    return done
  }

  function followingRun(after: Promise<void>) {
    const callers: AbortSignal[] = []
    const done = after.then(() => {
      next = null
      return begin(whenAllAbort(callers))
    })
    return { callers, done }
  }

  function join(work: AbortSignal): Promise<unknown> {
    if (!current) return begin(work)
    next ??= followingRun(current)
    next.callers.push(work)
    return next.done
  }

  return async ({ work, wait }) => {
    await Promise.race([join(work), aborted(wait)])
  }
}

function whenAllAbort(signals: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  void Promise.all(signals.map(aborted)).then(() => controller.abort())
  return controller.signal
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}
