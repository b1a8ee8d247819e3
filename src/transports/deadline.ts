/** Why a request was ended: its time was over, or the caller aborted it. */
export type DeadlineEnd = 'timeout' | 'aborted'

export interface Deadline extends Disposable {
  readonly signal: AbortSignal
  /** Null while the request may go on. */
  readonly ended: DeadlineEnd | null
  /** Begins the time anew, with another length. */
  restart(ms: number): void
}

/**
 * A signal that aborts after `ms`, or when `outer` does. Dispose it to stop its timer.
 *
 * Not `AbortSignal.any([AbortSignal.timeout(ms), outer])`: its timer does not keep the process
 * running, and it does not show which of the two has aborted.
 */
export function startDeadline(ms: number, outer?: AbortSignal): Deadline {
  const controller = new AbortController()
  let ended: DeadlineEnd | null = null
  const end = (why: DeadlineEnd) => {
    ended ??= why
    controller.abort()
  }
  const onTimeout = () => end('timeout')
  const onAborted = () => end('aborted')

  let timer = setTimeout(onTimeout, ms)
  if (outer?.aborted) onAborted()
  outer?.addEventListener('abort', onAborted)

  return {
    signal: controller.signal,
    get ended() {
      return ended
    },
    restart(next) {
      clearTimeout(timer)
      timer = setTimeout(onTimeout, next)
    },
    [Symbol.dispose]() {
      clearTimeout(timer)
      outer?.removeEventListener('abort', onAborted)
    },
  }
}
