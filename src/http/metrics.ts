import { Hono } from 'hono'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'

/** The counters behind `/metrics`. Labels name types and outcomes, never people. */
export interface Metrics {
  readonly routes: Hono
  /** One webhook request: its event type (where verified) and our answer. */
  countWebhook(type: string, answer: string): void
  /** One message in one attempt, or settled without one. */
  countDelivery(provider: string, outcome: string): void
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const webhooks = new Counter({
    name: 'bellhop_webhooks_total',
    help: 'Webhook requests by event type and answer.',
    labelNames: ['type', 'answer'],
    registers: [registry],
  })
  const deliveries = new Counter({
    name: 'bellhop_deliveries_total',
    help: 'Messages by provider and by what a look at them came to.',
    labelNames: ['provider', 'outcome'],
    registers: [registry],
  })
  const routes = new Hono()
  routes.get('/metrics', async (c) =>
    c.body(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  )
  return {
    routes,
    countWebhook: (type, answer) => webhooks.inc({ type, answer }),
    countDelivery: (provider, outcome) => deliveries.inc({ provider, outcome }),
  }
}
