import type { Channel } from '../../src/domain/message.ts'
import { parseJson } from '../../src/domain/parse-json.ts'
import { WIRE_TEMPLATES, type WireTemplate } from './clerk-wire-templates.ts'
import { createFixedWindow } from './fixed-window.ts'
import { type Answer, openProviderServer, type ProviderServer } from './provider-server.ts'
import type { ReceivedRequest } from './received-request.ts'

export interface ClerkServer extends ProviderServer {
  readonly secretKey: string
  /** What the instance of the key is. Tests change it. */
  readonly facts: {
    id: string
    environment: 'development' | 'production'
    blockedCountries: string[]
  }
  /** The template as it is now. */
  template(channel: Channel, slug: string): WireTemplate | undefined
  /** The slugs that Clerk does not deliver, as `email:slug`. */
  deliveredByYou(): string[]
  /** Changes a template in place, as somebody in the Dashboard does. */
  change(channel: Channel, slug: string, fields: Partial<WireTemplate>): void
  remove(channel: Channel, slug: string): void
  /** Shows a switch only after so many reads of the template. */
  showLate(reads: number): void
}

export interface ClerkServerOptions {
  /** Defaults to a key of a development instance. */
  readonly secretKey?: string
  readonly instanceId?: string
  readonly templates?: readonly WireTemplate[]
  readonly now?: () => Date
  /** Requests in 10 s. Defaults to Clerk's own: 100 for a development instance, 1,000 for production. */
  readonly limit?: number
  /** Without a paid plan templates cannot be changed. Defaults to true. */
  readonly paid?: boolean
  /** The most templates of a page, whatever is asked for. */
  readonly mostOfPage?: number
}

const WINDOW_MS = 10_000
const MOST_OF_PAGE = 500
const USUAL_PAGE = 10

/** A fake of Clerk's Backend API as far as Bellhop uses it: a server with state on this machine. */
export async function openClerkServer(options: ClerkServerOptions = {}): Promise<ClerkServer> {
  const { secretKey = 'sk_test_aFakeKeyForTests', instanceId = 'ins_test', paid = true } = options
  const { now = () => new Date(), mostOfPage = MOST_OF_PAGE } = options
  const production = secretKey.startsWith('sk_live_')
  const facts: ClerkServer['facts'] = {
    id: instanceId,
    environment: production ? 'production' : 'development',
    blockedCountries: [],
  }
  const { limit = production ? 1_000 : 100 } = options
  const window = createFixedWindow({ limit, windowMs: WINDOW_MS }, now)
  const ours = (template: WireTemplate): WireTemplate => ({
    ...template,
    instance_id: template.instance_id && instanceId,
  })
  let templates = (options.templates ?? WIRE_TEMPLATES.map(ours)).map((one) => ({ ...one }))
  let lateReads = 0
  const hidden = new Map<WireTemplate, { before: boolean; reads: number }>()

  const find = (channel: string, slug: string) =>
    templates.find((one) => one.template_type === channel && one.slug === slug)

  function list(channel: string, query: URLSearchParams): Answer {
    const size = Number(query.get('limit') ?? USUAL_PAGE)
    const offset = Number(query.get('offset') ?? 0)
    const isValid = Number.isInteger(size) && size >= 1 && size <= MOST_OF_PAGE
    if (!isValid || !Number.isInteger(offset) || offset < 0) {
      return failure(422, 'form_param_value_invalid', 'limit or offset is invalid')
    }
    const all = templates.filter((one) => one.template_type === channel)
    const end = offset + Math.min(size, mostOfPage)
    return { status: 200, body: all.slice(offset, end).map(shown) }
  }

  function toggle(template: WireTemplate, body: unknown): Answer {
    const { delivered_by_clerk: wanted, ...others } = (body ?? {}) as Record<string, unknown>
    if (typeof wanted !== 'boolean' || Object.keys(others).length > 0) {
      return failure(400, 'form_param_format_invalid', 'delivered_by_clerk must be a boolean')
    }
    hidden.set(template, { before: template.delivered_by_clerk, reads: lateReads })
    template.delivered_by_clerk = wanted
    return { status: 200, body: template }
  }

  function upsert(template: WireTemplate, body: unknown): Answer {
    if (!paid) return failure(402, 'unsupported_subscription_plan_features', 'Upgrade your plan')
    const { name, subject = null, body: content } = (body ?? {}) as Record<string, unknown>
    if (typeof name !== 'string' || typeof content !== 'string') {
      return failure(422, 'form_param_missing', 'name and body are required')
    }
    const text = typeof subject === 'string' ? subject : null
    const own = { instance_id: facts.id, resource_type: 'user' as const, can_revert: true }
    Object.assign(template, { name, subject: text, body: content, ...own })
    return { status: 200, body: template }
  }

  /** The template as a read shows it: a switch may not be visible yet. */
  function shown(template: WireTemplate): WireTemplate {
    const late = hidden.get(template)
    if (!late || late.reads === 0) return template
    late.reads -= 1
    return { ...template, delivered_by_clerk: late.before }
  }

  function route({ method, path, query, body }: ReceivedRequest): Answer {
    if (path === '/v1/instance' && method === 'GET') {
      const { id, environment } = facts
      return { status: 200, body: { object: 'instance', id, environment_type: environment } }
    }
    if (path === '/v1/instance/communication' && method === 'GET') {
      return { status: 200, body: { blocked_country_codes: facts.blockedCountries } }
    }
    const [, channel, slug, action] =
      /^\/v1\/templates\/(email|sms)(?:\/([^/]+))?(?:\/(toggle_delivery))?$/.exec(path) ?? []
    if (!channel) return failure(404, 'resource_not_found', 'Resource not found')
    if (!slug) return method === 'GET' ? list(channel, query) : failure(405, 'method_not_allowed')
    const template = find(channel, decodeURIComponent(slug))
    if (!template) return failure(404, 'resource_not_found', 'Resource not found')
    if (action)
      return method === 'POST' ? toggle(template, parseJson(body)) : failure(405, 'method')
    if (method === 'PUT') return upsert(template, parseJson(body))
    return method === 'GET' ? { status: 200, body: shown(template) } : failure(405, 'method')
  }

  const server = await openProviderServer({
    now,
    failure: (status) => failure(status, NAMES[status] ?? 'internal_clerk_error'),
    async answer(request, pauses) {
      if (request.headers.authorization !== `Bearer ${secretKey}`) {
        return failure(401, 'clerk_key_invalid', 'The provided Clerk Secret Key is invalid.')
      }
      const { allowed, headers } = window.take()
      if (!allowed) {
        const { headers: _, ...rest } = failure(429, 'too_many_requests', 'Too many requests')
        return { ...rest, headers: { 'retry-after': headers['retry-after'] ?? '10' } }
      }
      await pauses.beforeAccepting()
      const answer = route(request)
      await pauses.afterAccepting()
      return answer
    },
  })

  return {
    ...server,
    secretKey,
    facts,
    template: find,
    deliveredByYou: () =>
      templates
        .filter(({ delivered_by_clerk: byClerk }) => !byClerk)
        .map(({ template_type: channel, slug }) => `${channel}:${slug}`),
    change(channel, slug, fields) {
      Object.assign(find(channel, slug) ?? {}, fields)
    },
    remove(channel, slug) {
      templates = templates.filter((one) => one !== find(channel, slug))
    },
    showLate(reads) {
      lateReads = reads
    },
  }
}

const NAMES: Readonly<Record<number, string>> = {
  400: 'form_param_format_invalid',
  401: 'clerk_key_invalid',
  402: 'unsupported_subscription_plan_features',
  403: 'authorization_invalid',
  404: 'resource_not_found',
  410: 'deprecated_endpoint',
  422: 'form_param_value_invalid',
  423: 'resource_locked',
  429: 'too_many_requests',
}

function failure(status: number, code: string, message = code): Answer {
  return {
    status,
    headers: status === 429 ? { 'retry-after': '10' } : {},
    body: {
      errors: [{ message, long_message: `${message}.`, code }],
      clerk_trace_id: '0123456789abcdef',
    },
  }
}
