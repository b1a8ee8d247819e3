import { type Logger, logTemplateFailure } from '../observe/log.ts'
import type { Renderer } from '../templates/render.ts'

// Loading React and the templates blocks the thread for a third of a second, so the first readiness
// check is answered before it.
const AFTER_MS = 100

/** Loads the templates soon after the start, so that the first message need not wait for it. */
export function warmUpSoon(renderer: Pick<Renderer, 'warm'>, log: Logger): void {
  const warm = async () => {
    const failure = await renderer.warm()
    if (failure) logTemplateFailure(log, failure)
  }
  setTimeout(() => void warm(), AFTER_MS).unref()
}
