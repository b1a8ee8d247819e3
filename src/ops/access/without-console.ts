import { AsyncLocalStorage } from 'node:async_hooks'

const silent = new AsyncLocalStorage<true>()
let installed = false

/** Runs a function whose library prints to the console, without the output. Bellhop's log has the result. */
export function withoutConsole<Result>(run: () => Promise<Result>): Promise<Result> {
  if (!installed) {
    installed = true
    for (const method of ['log', 'info', 'warn', 'error'] as const) {
      // biome-ignore lint/suspicious/noConsole: it is what must not be printed to
      const print = console[method]
      console[method] = (...words: unknown[]) => {
        if (!silent.getStore()) print(...words)
      }
    }
  }
  return silent.run(true, run)
}
