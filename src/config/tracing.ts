import type { Environment } from '../domain/variables.ts'

/**
 * Whether OpenTelemetry's standard variables ask for traces: with an exporter or an endpoint. The SDK
 * itself reads the rest from the environment of the process.
 */
export function asksForTraces(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT
  const exporters = env.OTEL_TRACES_EXPORTER || (endpoint ? 'otlp' : 'none')
  return exporters.split(',').some((name) => name.trim() !== 'none')
}
