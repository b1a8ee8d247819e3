import { OPTIONAL, optional } from '../domain/optional-package.ts'
import type { Telemetry, TelemetryOptions } from './telemetry.ts'

const OFF: Telemetry = {
  span: (_, __, act) => act(),
  annotate() {},
  async close() {},
}

/**
 * Loads OpenTelemetry's SDK only when traces are asked for. A problem with it never stops the start:
 * then there are no traces.
 */
export async function openTelemetry(
  isAskedFor: boolean,
  options: TelemetryOptions,
): Promise<Telemetry> {
  if (!isAskedFor) return OFF
  try {
    const { startTracing } = await optional(OPTIONAL.tracing, import('./tracing.ts'))
    return startTracing(options)
  } catch (error) {
    options.onError(error)
    return OFF
  }
}
