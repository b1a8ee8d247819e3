/** Where traces go, and how many: what OpenTelemetry's standard variables ask for. */
export interface TracingSettings {
  readonly exporters: readonly ('otlp' | 'console')[]
  readonly protocol: 'http/protobuf' | 'http/json'
  readonly sampler: string
  /** Null where none was given, or no number. */
  readonly ratio: number | null
  /** How spans are gathered before they are exported; absent is the SDK's default. */
  readonly batch: {
    readonly scheduledDelayMillis?: number
    readonly exportTimeoutMillis?: number
    readonly maxQueueSize?: number
    readonly maxExportBatchSize?: number
  }
  /** What was asked for and is not to be had. */
  readonly problems: readonly string[]
}

type Environment = Readonly<Record<string, string | undefined>>

const PROTOCOLS = ['http/protobuf', 'http/json'] as const
const SAMPLERS = ['always_on', 'always_off', 'traceidratio']

/**
 * Null unless an endpoint or an exporter is set. Nothing here stops the start: platforms set these
 * variables for all services alike. Endpoints, headers, timeouts, certificates and the resource are
 * read by the SDK itself, from the environment of the process.
 */
export function readTracing(env: Environment): TracingSettings | null {
  const endpoint = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? env.OTEL_EXPORTER_OTLP_ENDPOINT
  const asked = env.OTEL_TRACES_EXPORTER ?? (endpoint ? 'otlp' : 'none')
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null
  const names = asked.split(/[\s,]+/).filter((name) => name !== '' && name !== 'none')
  if (names.length === 0) return null

  const exporters = names.filter((name) => name === 'otlp' || name === 'console')
  const protocolName =
    env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? PROTOCOLS[0]
  const protocol = PROTOCOLS.find((name) => name === protocolName)
  const sampler = env.OTEL_TRACES_SAMPLER ?? 'parentbased_always_on'
  const ratio = Number(env.OTEL_TRACES_SAMPLER_ARG ?? Number.NaN)
  return {
    exporters,
    protocol: protocol ?? PROTOCOLS[0],
    sampler,
    ratio: Number.isNaN(ratio) ? null : ratio,
    batch: {
      ...number('scheduledDelayMillis', env.OTEL_BSP_SCHEDULE_DELAY),
      ...number('exportTimeoutMillis', env.OTEL_BSP_EXPORT_TIMEOUT),
      ...number('maxQueueSize', env.OTEL_BSP_MAX_QUEUE_SIZE),
      ...number('maxExportBatchSize', env.OTEL_BSP_MAX_EXPORT_BATCH_SIZE),
    },
    problems: [
      ...(exporters.length < names.length
        ? ['OTEL_TRACES_EXPORTER: only otlp, console and none are there']
        : []),
      ...(protocol ? [] : ['OTEL_EXPORTER_OTLP_PROTOCOL: http/protobuf is used instead']),
      ...(SAMPLERS.includes(sampler.replace('parentbased_', ''))
        ? []
        : ['OTEL_TRACES_SAMPLER: every trace is kept']),
    ],
  }
}

function number<Name extends string>(name: Name, value: string | undefined) {
  const parsed = Number(value ?? Number.NaN)
  return parsed > 0 ? ({ [name]: parsed } as Record<Name, number>) : {}
}
