import type { MiddlewareHandler } from 'hono'
import type { AcceptEvent } from '../delivery/accept/accept-event.ts'
import type { DeliverySignals } from '../delivery/signals.ts'
import type { ClerkEvent } from '../domain/event.ts'
import type { Channel, MessageKind, MessageStatus } from '../domain/message.ts'
import type { SendOutcome } from '../domain/transport.ts'
import type { WebhookRecord } from '../http/clerk-webhook.ts'
import type { Alerts } from './alerts/check.ts'
import type { Refusal } from './alerts/refusal-streak.ts'
import { type Logger, logDelivery } from './log.ts'
import type { Metrics } from './metrics.ts'
import { signatureOf } from './refused-webhooks.ts'
import type { Telemetry } from './telemetry.ts'

/** The parts report here what they do; it becomes metrics, spans, alerts and log lines. */
export interface Signals {
  readonly delivery: DeliverySignals
  /** The same function, with a span and a counter around it. */
  watch(accept: AcceptEvent): AcceptEvent
  webhook(record: WebhookRecord): void
  receipt(line: { provider: string; answer: string; messageId?: string }): void
  /** A span around each request to a webhook. */
  readonly spans: MiddlewareHandler
}

export function createSignals(deps: {
  readonly metrics: Metrics
  readonly telemetry: Telemetry
  readonly alerts: Omit<Alerts, 'check' | 'post'> | null
  readonly log: Logger
  readonly now: () => Date
}): Signals {
  const { metrics, telemetry, alerts, log, now } = deps

  function alertOnOddities({ kind, type, assumed }: ClerkEvent): void {
    if (kind === 'undelivered') alerts?.eventIgnored(type)
    if (assumed?.includes('delivered_by_clerk')) {
      alerts?.eventIncomplete(type, 'delivered_by_clerk')
    }
  }

  return {
    delivery: {
      moved: metrics.countMove,
      recorded: (record) => logDelivery(log, record),
      around({ provider, channel, attemptId, repeated, messages }, send) {
        const attributes = {
          'bellhop.provider': provider,
          'bellhop.channel': channel,
          'bellhop.attempt.id': attemptId,
          'bellhop.attempt.repeated': repeated,
          'bellhop.message.id': messages.map(({ id }) => id),
          'bellhop.slug': unique(messages.map(({ slug }) => slug ?? 'none')),
        }
        return telemetry.span('provider request', attributes, async () => {
          const asked = now().getTime()
          const outcomes = await send()
          metrics.countRequest(provider, outcomes, now().getTime() - asked)
          telemetry.annotate({ 'bellhop.outcome': unique(outcomes.map(nameOf)) })
          return outcomes
        })
      },
      unknownSlug: (channel, slug) => alerts?.unknownSlug(channel, slug),
    },

    watch: (accept) => (webhook) => {
      const message = messageOf(webhook.event)
      const attributes = {
        'bellhop.event.type': webhook.event.type,
        'bellhop.channel': message?.channel,
        'bellhop.slug': message?.slug ?? undefined,
      }
      return telemetry.span('accept', attributes, async () => {
        const answer = await accept(webhook)
        const messageId = 'messageId' in answer ? answer.messageId : undefined
        telemetry.annotate({ 'bellhop.outcome': answer.status, 'bellhop.message.id': messageId })
        alertOnOddities(webhook.event)
        const status = STATUSES[answer.status]
        if (message && status && messageId) {
          const why =
            answer.status === 'skipped'
              ? { reason: answer.reason, detail: answer.detail ?? null }
              : {}
          metrics.countMove({ ...message, status, ...why, createdAt: now(), at: now() })
        }
        return answer
      })
    },

    webhook(record) {
      const { type, answer, messageId, reason, fault, instanceId } = record
      if (answer === 'invalid_instance' && instanceId) alerts?.instanceRefused(instanceId)
      metrics.countWebhook(type, answer)
      const signature = signatureOf(record)
      if (signature === 'good') alerts?.signatures.verified()
      if (signature === 'refused' && fault) alerts?.signatures.refused(refusalOf(fault))
      telemetry.annotate({
        'bellhop.event.type': type,
        'bellhop.outcome': answer,
        'bellhop.message.id': messageId,
        'bellhop.reason': reason ?? fault?.reason,
      })
    },

    receipt({ provider, answer, messageId }) {
      metrics.countReceipt(provider, answer)
      telemetry.annotate({
        'bellhop.provider': provider,
        'bellhop.outcome': answer,
        'bellhop.message.id': messageId,
      })
    },

    spans: (c, next) =>
      telemetry.span('webhook', { 'http.request.method': c.req.method }, async () => {
        await next()
        telemetry.annotate({ 'http.response.status_code': c.res.status })
      }),
  }
}

// The status of a new message, by the answer to Clerk.
const STATUSES: Readonly<Record<string, MessageStatus>> = {
  accepted: 'queued',
  skipped: 'skipped',
  expired: 'expired',
}

function messageOf(
  event: ClerkEvent,
): { channel: Channel; slug: string | null; kind: MessageKind } | null {
  switch (event.kind) {
    case 'message':
      return { channel: event.channel, slug: event.slug, kind: event.messageKind }
    case 'user-saved':
      return event.created ? { channel: 'email', slug: 'welcome', kind: 'welcome' } : null
    case 'user-deleted':
    case 'undelivered':
      return null
  }
}

function refusalOf(fault: NonNullable<WebhookRecord['fault']>): Refusal {
  return fault.reason === 'time_off'
    ? { reason: fault.reason, secondsOff: fault.seconds }
    : { reason: fault.reason }
}

function nameOf(outcome: SendOutcome): string {
  return 'code' in outcome ? `${outcome.kind}: ${outcome.code}` : outcome.kind
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
