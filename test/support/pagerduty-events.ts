import { type Answer, openProviderServer, type ProviderServer } from './provider-server.ts'

const ROUTING_KEY = 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4'
const SEVERITIES = ['critical', 'error', 'warning', 'info']

/** An alert that somebody on call sees. */
export interface Incident {
  readonly summary: string
  readonly severity: string
  readonly links: readonly string[]
  readonly details: Readonly<Record<string, unknown>>
  status: 'triggered' | 'resolved'
}

export interface PagerDutyEvents extends ProviderServer {
  /** The address with the routing key, which is a secret. */
  readonly hook: string
  /** By `dedup_key`; a key that is triggered again after its end begins a new one. */
  readonly incidents: readonly Incident[]
}

interface Event {
  readonly routing_key?: string
  readonly event_action?: string
  readonly dedup_key?: string
  readonly links?: readonly { readonly href: string }[]
  readonly payload?: {
    readonly summary?: string
    readonly source?: string
    readonly severity?: string
    readonly custom_details?: Readonly<Record<string, unknown>>
  }
}

/** PagerDuty's Events API v2. A resolve for a key that is not open is accepted, and dropped. */
export async function openPagerDutyEvents(): Promise<PagerDutyEvents> {
  const incidents: Incident[] = []
  const open = new Map<string, Incident>()

  function trigger(key: string, { links = [], payload = {} }: Event): void {
    if (open.has(key)) return
    const { summary = '', severity = '', custom_details: details = {} } = payload
    const hrefs = links.map(({ href }) => href)
    const incident: Incident = { summary, severity, links: hrefs, details, status: 'triggered' }
    incidents.push(incident)
    open.set(key, incident)
  }

  const server = await openProviderServer({
    now: () => new Date(),
    failure: (status) => ({ status, body: status === 400 ? invalid([]).body : '' }),
    async answer({ path, body, query }) {
      if (path !== '/v2/enqueue') return { status: 404, body: '' }
      const event = JSON.parse(body) as Event
      const errors = [...faultsOf(event)]
      if (errors.length > 0) return invalid(errors)
      // A key that is in the address is in the logs of proxies.
      if (query.has('routing_key')) return invalid(['the routing key is in the address'])
      const { dedup_key: key = `generated ${incidents.length}` } = event
      const incident = open.get(key)
      if (event.event_action === 'trigger') trigger(key, event)
      else if (incident && event.event_action === 'resolve') {
        incident.status = 'resolved'
        open.delete(key)
      }
      return {
        status: 202,
        body: { status: 'success', message: 'Event processed', dedup_key: key },
      }
    },
  })
  return Object.assign(server, {
    hook: `${server.url}/v2/enqueue?routing_key=${ROUTING_KEY}`,
    incidents,
  })
}

function* faultsOf(event: Event): Iterable<string> {
  if (event.routing_key !== ROUTING_KEY) yield "'routing_key' is missing or blank or invalid"
  if (!['trigger', 'acknowledge', 'resolve'].includes(event.event_action ?? '')) {
    yield "'event_action' is missing or blank"
  }
  if ((event.dedup_key ?? '').length > 255) yield "'dedup_key' is too long"
  if (event.event_action !== 'trigger') {
    if (!event.dedup_key) yield "'dedup_key' is missing or blank"
    return
  }
  const { summary = '', source = '', severity = '' } = event.payload ?? {}
  if (summary === '' || summary.length > 1_024) yield "'payload.summary' is missing or too long"
  if (source === '') yield "'payload.source' is missing or blank"
  if (!SEVERITIES.includes(severity)) yield "'payload.severity' is invalid"
}

function invalid(errors: readonly string[]): Answer {
  return {
    status: 400,
    body: { status: 'invalid event', message: 'Event object is invalid', errors },
  }
}
