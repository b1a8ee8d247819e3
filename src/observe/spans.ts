import type { TracingSettings } from '../config/tracing.ts'
import type { Telemetry, TelemetryOptions } from './telemetry.ts'

const OFF: Telemetry = {
  span: (_, __, act) => act(),
  annotate() {},
  async close() {},
}

/** Nothing of OpenTelemetry's SDK is loaded unless its variables ask for it, and none of it stops the start. */
export async function openTelemetry(
  settings: TracingSettings | null,
  options: TelemetryOptions,
): Promise<Telemetry> {
  if (!settings || settings.exporters.length === 0) return OFF
  try {
    const { startTracing } = await import('./tracing.ts')
    return await startTracing(settings, options)
  } catch (error) {
    options.onError(error)
    return OFF
  }
}
