import type { Hono } from 'hono'
import manifest from '../package.json' with { type: 'json' }
import type { Config } from './config/config.ts'
import type { Runtime } from './domain/runtime.ts'
import type { Pages } from './http/app.ts'
import { logTransport } from './observe/log.ts'
import { openTelemetry } from './observe/spans.ts'
import { createCaptureSignal } from './ops/outbox/capture-signal.ts'
import type { Database } from './store/engine/database.ts'
import { openAlerts } from './wiring/alerts.ts'
import { startBackground } from './wiring/background.ts'
import { type BaseOptions, createBase } from './wiring/base.ts'
import { openDelivery } from './wiring/delivery.ts'
import { type MessageParts, messageParts } from './wiring/message-parts.ts'
import { openObservation } from './wiring/observation.ts'
import { createOnDemand, type OnDemand } from './wiring/on-demand.ts'
import { allProviders, openProviders } from './wiring/providers.ts'
import { openStore } from './wiring/store.ts'
import { openWeb } from './wiring/web.ts'

/** The whole service. It answers requests, and sends messages once `worker.start()` is called. */
export interface Bellhop {
  readonly app: Hono
  /** The part of `app` that people look at. On a serverless host it is loaded when somebody does. */
  readonly pages: () => Promise<Pages>
  readonly worker: { start(): void }
  /** For a process without workers. */
  readonly onDemand: OnDemand
  /** Finishes the requests under way or gives their messages back, within 8 s, and closes everything. */
  close(): Promise<void>
}

export interface ComposeOptions extends BaseOptions {
  /** An open database to use instead of the configured one. */
  readonly database?: Database
  /** The templates and what decides about them, if they may change. */
  readonly messages?: MessageParts
  /** Default `server`. */
  readonly runtime?: Runtime
  /** How long `/metrics` and `/readyz` repeat their last answer, in milliseconds. Default 1,000. */
  readonly keptMs?: number
}

/** Builds every part of the service and connects them. If that fails, it closes what is open, `database` included. */
export async function compose(config: Config, options: ComposeOptions): Promise<Bellhop> {
  const opened: (() => Promise<unknown>)[] = []
  try {
    return await build(config, options, (close) => opened.unshift(close))
  } catch (error) {
    for (const close of opened) await close().catch(createBase(options).onError)
    throw error
  }
}

async function build(
  config: Config,
  options: ComposeOptions,
  onOpened: (close: () => Promise<unknown>) => void,
): Promise<Bellhop> {
  const { keptMs = 1_000, runtime = 'server' } = options
  const base = createBase(options)
  for (const warning of config.warnings) base.warn(warning)
  const store = await openStore(config, base, options.database, runtime)
  onOpened(store.close)
  const telemetry = await openTelemetry(config.tracing, {
    version: manifest.version,
    onError: base.onError,
  })
  onOpened(telemetry.close)
  const { renderer, templatePreview } = options.messages ?? messageParts(config, base)
  const captures = createCaptureSignal()
  const alerts = openAlerts(config, base, store)
  const providers = await openProviders(config, base, store, {
    onCaptured: captures.notify,
    onChange(provider, stoppedBy) {
      logTransport(base.log, provider, stoppedBy)
      alerts?.notify()
    },
  })
  const closeProviders = () =>
    Promise.all(allProviders(providers).map(({ transport }) => transport.close?.()))
  onOpened(closeProviders)
  const observation = openObservation(base, {
    store,
    providers,
    telemetry,
    alerts,
    dailySegments: config.dailySegments ?? null,
    keptMs,
  })
  const delivery = openDelivery(config, base, {
    store,
    providers,
    renderer,
    observation,
    runtime,
  })
  const parts = { store, renderer, providers, observation, delivery, alerts }
  const onDemand = createOnDemand(config, base, parts)
  let stopping = false
  let stopBackground = async () => {}
  const stops = { stopping: () => stopping }
  const web = await openWeb(config, base, { ...parts, ...stops, templatePreview, captures, keptMs })
  // On a server the first visitor does not wait for them. An invocation that answers a webhook needs none.
  if (runtime === 'server') await web.pages()
  return {
    app: web.app,
    pages: web.pages,
    worker: {
      start() {
        stopBackground = startBackground(config, base, parts)
      },
    },
    onDemand,
    async close() {
      stopping = true
      await stopBackground()
      await closeProviders()
      await store.close()
      await telemetry.close()
    },
  }
}
