import { type Logger, logTemplateFailure } from '../observe/log.ts'
import type { Renderer } from '../templates/render.ts'

// Loading React and the templates takes the thread for a third of a second.
const AFTER_MS = 100

/** Loads the templates before the first message has to wait for it, but after the first answer that we are ready. */
export function warmUpSoon(renderer: Pick<Renderer, 'warm'>, log: Logger): void {
  const warm = async () => {
    const failure = await renderer.warm()
    if (failure) logTemplateFailure(log, failure)
  }
  setTimeout(() => void warm(), AFTER_MS).unref()
}
