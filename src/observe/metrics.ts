import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Move } from '../delivery/signals.ts'
import { LIMITED, type SkipReason } from '../domain/message.ts'
import { knownSlug } from '../domain/slugs.ts'
import type { SendOutcome } from '../domain/transport.ts'
import { recent } from '../http/recent.ts'
import { createGauges, type GaugeSources } from './gauges.ts'

/** The numbers of `/metrics`. Labels contain types, outcomes and causes, never people. */
export interface Metrics {
  readonly routes: Hono
  /** Counts a webhook request by its event type (if verified) and our answer. */
  countWebhook(type: string, answer: string): void
  /** Counts a status that a message has reached; for `sent`, also measures how long that took. */
  countMove(move: Move): void
  /** Counts the outcomes of a request to a provider and measures its duration. */
  countRequest(provider: string, outcomes: readonly SendOutcome[], ms: number): void
  /** Counts a report of a provider by its status, or by the reason why it has none. */
  countReceipt(provider: string, status: string): void
  /** Counts an attempt to sign in with the form, a token or one of Clerk's cookies. */
  countSignIn(outcome: string): void
}

export interface MetricsDeps extends GaugeSources {
  readonly version: string
  readonly engine: string
  /** How long an answer is reused, in milliseconds. */
  readonly keptMs: number
}

const FROM_ACCEPTED_TO_SENT = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 3_600]
// All other types share one label: they come from outside, and there may be any number of them.
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
    help: 'Messages by each status that they reached (queued counts once, however often they are tried).',
    labelNames: ['status', 'slug', 'channel'],
    registers,
  })
  const heldBack = new Counter({
    name: 'bellhop_held_back_total',
    help: 'Messages that were not sent to limit abuse, by reason; the detail is the limit, a kind of number or a country.',
    labelNames: ['reason', 'detail', 'channel'],
    registers,
  })
  const attempts = new Counter({
    name: 'bellhop_attempts_total',
    help: 'Messages in requests to a provider, by outcome.',
    labelNames: ['provider', 'outcome'],
    registers,
  })
  const acceptedToSent = new Histogram({
    name: 'bellhop_accepted_to_sent_seconds',
    help: 'From the webhook to the answer of the provider that accepted the message.',
    labelNames: ['channel', 'kind'],
    buckets: FROM_ACCEPTED_TO_SENT,
    registers,
  })
  const requests = new Histogram({
    name: 'bellhop_provider_request_seconds',
    help: 'Requests to a provider, until the answer or the deadline.',
    labelNames: ['provider'],
    buckets: REQUEST,
    registers,
  })
  const receipts = new Counter({
    name: 'bellhop_receipts_total',
    help: 'Reports of a provider by status.',
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
    countMove({ status, slug, channel, kind, createdAt, at, reason, detail }) {
      messages.inc({ status, slug: knownSlug(channel, slug), channel })
      if (isLimited(reason)) heldBack.inc({ reason, detail: detail ?? '', channel })
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

function isLimited(reason: SkipReason | undefined): reason is (typeof LIMITED)[number] {
  return LIMITED.some((one) => one === reason)
}
