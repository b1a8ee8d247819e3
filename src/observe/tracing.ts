import {
  context,
  DiagLogLevel,
  diag,
  type Attributes as SpanAttributes,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import { NodeSDK } from '@opentelemetry/sdk-node'
import pTimeout from 'p-timeout'
import type { Attributes, Telemetry, TelemetryOptions } from './telemetry.ts'

// A collector that does not answer must not hold up the end of the process.
const FLUSH_MS = 2_000

/** Starts OpenTelemetry as its standard variables describe it, for traces only. */
export function startTracing({ version, onError }: TelemetryOptions): Telemetry {
  const sdk = new NodeSDK({
    resource: resourceFromAttributes({ 'service.name': 'bellhop', 'service.version': version }),
    // Of the process and the host nothing is reported.
    resourceDetectors: [envDetector],
    metricReaders: [],
    logRecordProcessors: [],
    textMapPropagator: null,
  })
  // After the constructor, which sets a logger of its own where OTEL_LOG_LEVEL is set.
  reportProblems(onError)
  sdk.start()
  const tracer = trace.getTracer('bellhop', version)

  return {
    span: (name, attributes, act) =>
      tracer.startActiveSpan(name, { attributes: toSpanAttributes(attributes) }, async (span) => {
        try {
          return await act()
        } catch (error) {
          // Only the name: messages of databases and providers quote what they were given.
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
          throw error
        } finally {
          span.end()
        }
      }),
    annotate: (attributes) => trace.getActiveSpan()?.setAttributes(toSpanAttributes(attributes)),
    async close() {
      const closed = sdk.shutdown().catch(onError)
      await pTimeout(closed, { milliseconds: FLUSH_MS, fallback: () => {} })
      context.disable()
      diag.disable()
    },
  }
}

// Each problem is reported once: a collector that is away would fill the log otherwise. Warnings name a
// variable that the SDK cannot use, or a number of lost spans.
function reportProblems(onError: (error: unknown) => void): void {
  const reported = new Set<string>()
  const report = (problem: string) => {
    const kind = problem.replace(/\d+/g, '')
    if (reported.has(kind)) return
    reported.add(kind)
    onError(new Error(problem))
  }
  const ignore = () => {}
  diag.setLogger(
    {
      error: () => report('OpenTelemetry could not export: check its endpoint and its headers'),
      warn: (message) => report(`OpenTelemetry: ${message}`),
      info: ignore,
      debug: ignore,
      verbose: ignore,
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
}

function toSpanAttributes(attributes: Attributes): SpanAttributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value]],
    ),
  )
}
