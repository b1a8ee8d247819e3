import { type Logger, logTemplateFailure } from '../observe/log.ts'
import { describeLoadFailure } from '../templates/load-failure.ts'
import type { Renderer } from '../templates/render.ts'

// Loading React and the templates takes the thread for a third of a second.
const AFTER_MS = 100

/** Loads the templates before the first message has to wait for it, but after the first answer that we are ready. */
export function warmUpSoon(renderer: Pick<Renderer, 'warm'>, log: Logger): void {
  const warm = () =>
    renderer.warm().catch((error) => logTemplateFailure(log, describeLoadFailure(error)))
  setTimeout(() => void warm(), AFTER_MS).unref()
}
