import { type Logger, logTemplateFailure } from '../observe/log.ts'
import type { Renderer } from '../templates/render.ts'

// Loading React and the templates blocks the thread for a third of a second, so the first readiness
// check is answered before it.
const AFTER_MS = 100

/** Reports a template or catalogue that is broken soon after the start, not with the first message. */
export function checkTemplatesSoon(renderer: Pick<Renderer, 'check'>, log: Logger): void {
  const check = async () => {
    const failure = await renderer.check()
    if (failure) logTemplateFailure(log, failure)
  }
  setTimeout(() => void check(), AFTER_MS).unref()
}
