type Stop = (signal: NodeJS.Signals) => void

/** Sets what the next signal does. */
export type OnStopSignal = (stop: Stop) => void

/**
 * Ends the process at the first SIGTERM or SIGINT, until the returned function sets something else. The kernel
 * ends a process without this, but not the first process of a container, which ignores such signals.
 */
export function catchStopSignals(): OnStopSignal {
  let stop: Stop = () => process.exit()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop(name))
  return (next) => {
    stop = next
  }
}
