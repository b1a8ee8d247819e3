import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Move } from '../delivery/signals.ts'
import { knownSlug } from '../domain/slugs.ts'
import type { SendOutcome } from '../domain/transport.ts'
import { recent } from '../http/recent.ts'
import { createGauges, type GaugeSources } from './gauges.ts'

/** The numbers behind `/metrics`. Labels name types, outcomes and causes, never people. */
export interface Metrics {
  readonly routes: Hono
  /** One webhook request: its event type (where verified) and our answer. */
  countWebhook(type: string, answer: string): void
  /** A message came to a status; how long it took to be sent, where that is the one. */
  countMove(move: Move): void
  /** A request to a provider was answered, or was not. */
  countRequest(provider: string, outcomes: readonly SendOutcome[], ms: number): void
  /** A report of a provider, by the status that it brings, or by why it brings none. */
  countReceipt(provider: string, status: string): void
  /** A try to sign in, with the form, a token or a cookie of Clerk's. */
  countSignIn(outcome: string): void
}

export interface MetricsDeps extends GaugeSources {
  readonly version: string
  readonly engine: string
  /** How long an answer is given again. */
  readonly keptMs: number
}

const FROM_ACCEPTED_TO_SENT = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3_600]
// Whatever else is signed shares one label: a type is a word of somebody else's.
const TYPES = new Set([
  'email.created',
  'sms.created',
  'user.created',
  'user.updated',
  'user.deleted',
  'unverified',
  'unreadable',
])
const REQUEST = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20]

export function createMetrics(deps: MetricsDeps): Metrics {
  const { version, engine, keptMs, ...sources } = deps
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const webhooks = new Counter({
    name: 'bellhop_webhooks_total',
    help: 'Webhook requests by event type and answer.',
    labelNames: ['type', 'answer'],
    registers,
  })
  const messages = new Counter({
    name: 'bellhop_messages_total',
    help: 'Messages by each status that they came to (once queued, however often tried).',
    labelNames: ['status', 'slug', 'channel'],
    registers,
  })
  const attempts = new Counter({
    name: 'bellhop_attempts_total',
    help: 'Messages in requests to a provider, by what the request came to for them.',
    labelNames: ['provider', 'outcome'],
    registers,
  })
  const acceptedToSent = new Histogram({
    name: 'bellhop_accepted_to_sent_seconds',
    help: 'From the webhook to the answer of the provider that has taken the message.',
    labelNames: ['channel', 'kind'],
    buckets: FROM_ACCEPTED_TO_SENT,
    registers,
  })
  const requests = new Histogram({
    name: 'bellhop_provider_request_seconds',
    help: 'Requests to a provider, from asking to the answer or the deadline.',
    labelNames: ['provider'],
    buckets: REQUEST,
    registers,
  })
  const receipts = new Counter({
    name: 'bellhop_receipts_total',
    help: 'Reports of a provider by the status that they bring.',
    labelNames: ['provider', 'status'],
    registers,
  })
  const signIns = new Counter({
    name: 'bellhop_sign_ins_total',
    help: 'Sign-ins with the form, and tokens and cookies that were refused, by outcome.',
    labelNames: ['outcome'],
    registers,
  })
  new Gauge({
    name: 'bellhop_build_info',
    help: 'Always 1.',
    labelNames: ['version', 'node', 'engine'],
    registers,
  }).set({ version, node: process.version, engine }, 1)
  const gauges = createGauges(registry, sources)

  const report = recent(async () => {
    await gauges.read()
    return registry.metrics()
  }, keptMs)

  const routes = new Hono()
  routes.get('/metrics', async (c) =>
    c.body(await report(), 200, { 'Content-Type': registry.contentType }),
  )
  return {
    routes,
    countWebhook: (type, answer) =>
      webhooks.inc({ type: TYPES.has(type) ? type : 'other', answer }),
    countMove({ status, slug, channel, kind, createdAt, at }) {
      messages.inc({ status, slug: knownSlug(channel, slug), channel })
      if (status !== 'sent') return
      acceptedToSent.observe(
        { channel, kind },
        Math.max(0, at.getTime() - createdAt.getTime()) / 1_000,
      )
    },
    countRequest(provider, outcomes, ms) {
      for (const { kind } of outcomes) attempts.inc({ provider, outcome: kind })
      requests.observe({ provider }, ms / 1_000)
    },
    countSignIn: (outcome) => signIns.inc({ outcome }),
    countReceipt: (provider, status) => receipts.inc({ provider, status }),
  }
}
