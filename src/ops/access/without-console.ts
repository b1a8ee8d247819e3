import { AsyncLocalStorage } from 'node:async_hooks'

const quiet = new AsyncLocalStorage<true>()
let deafened = false

/** Runs what prints to the console by itself; our log says what there is to be said. */
export function quietly<Result>(run: () => Promise<Result>): Promise<Result> {
  if (!deafened) {
    deafened = true
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      // biome-ignore lint/suspicious/noConsole: it is what must not be printed to
      const print = console[method]
      console[method] = (...words: unknown[]) => {
        if (!quiet.getStore()) print(...words)
      }
    }
  }
  return quiet.run(true, run)
}
