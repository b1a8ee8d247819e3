import {
  context,
  DiagLogLevel,
  diag,
  type Attributes as SpanAttributes,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ConsoleSpanExporter,
  ParentBasedSampler,
  type Sampler,
  SimpleSpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import pTimeout from 'p-timeout'
import type { TracingSettings } from '../config/tracing.ts'
import type { Attributes, Telemetry, TelemetryOptions } from './telemetry.ts'

// A collector that is away must not hold up the end of the process.
const FLUSH_MS = 2_000

/** OpenTelemetry as its standard variables describe it. */
export async function startTracing(
  settings: TracingSettings,
  { version, onError }: TelemetryOptions,
): Promise<Telemetry> {
  tellOnce(onError)
  const contexts = new AsyncLocalStorageContextManager().enable()
  context.setGlobalContextManager(contexts)
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': 'bellhop',
      'service.version': version,
    }).merge(detectResources({ detectors: [envDetector] })),
    sampler: samplerOf(settings),
    spanProcessors: await Promise.all(
      settings.exporters.map(async (name) =>
        name === 'console'
          ? new SimpleSpanProcessor({ exporter: new ConsoleSpanExporter() })
          : new BatchSpanProcessor({ exporter: await otlp(settings), ...settings.batch }),
      ),
    ),
  })
  const tracer = provider.getTracer('bellhop', version)

  return {
    span: (name, attributes, act) =>
      tracer.startActiveSpan(name, { attributes: given(attributes) }, async (span) => {
        try {
          return await act()
        } catch (error) {
          // The name alone: messages of databases and providers quote what they were given.
          span.setStatus({ code: SpanStatusCode.ERROR })
          span.setAttribute('error.type', error instanceof Error ? error.name : typeof error)
          throw error
        } finally {
          span.end()
        }
      }),
    annotate: (attributes) => trace.getActiveSpan()?.setAttributes(given(attributes)),
    async close() {
      const shutdown = provider.shutdown().catch(onError)
      await pTimeout(shutdown, { milliseconds: FLUSH_MS, message: false })
      context.disable()
      diag.disable()
    },
  }
}

async function otlp({ protocol }: TracingSettings) {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto')
  return new OTLPTraceExporter()
}

function samplerOf({ sampler, ratio }: TracingSettings): Sampler {
  const name = sampler.replace('parentbased_', '')
  const root =
    name === 'always_off'
      ? new AlwaysOffSampler()
      : name === 'traceidratio'
        ? new TraceIdRatioBasedSampler(ratio ?? 1)
        : new AlwaysOnSampler()
  return name === sampler ? root : new ParentBasedSampler({ root })
}

// A collector that is away would fill the log otherwise.
function tellOnce(onError: (error: unknown) => void): void {
  let told = false
  const silent = () => {}
  diag.setLogger(
    {
      error() {
        if (told) return
        told = true
        onError(new Error('OpenTelemetry could not export: look at its endpoint and its headers'))
      },
      warn: silent,
      info: silent,
      debug: silent,
      verbose: silent,
    },
    { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true },
  )
}

function given(attributes: Attributes): SpanAttributes {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? [...value] : value]],
    ),
  )
}
