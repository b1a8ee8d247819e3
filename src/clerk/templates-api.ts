import { z } from 'zod'
import type { Channel } from '../domain/message.ts'
import type { CallClerk } from './backend-api.ts'
import { ClerkFault } from './clerk-fault.ts'

/** Names one template: a slug may be that of an email and that of an SMS. */
export interface TemplateName {
  readonly channel: Channel
  readonly slug: string
}

/** One of Clerk's templates of emails and SMS. */
export interface ClerkTemplate extends TemplateName {
  /** For people. */
  readonly name: string
  /** Null if Clerk does not say it, as for templates that nobody has changed. */
  readonly instanceId: string | null
  readonly deliveredBy: 'clerk' | 'you'
  /** Whether it was changed at Clerk. */
  readonly customised: boolean
  /** The variables that its events may have; null if Clerk does not say it. */
  readonly variables: readonly string[] | null
  /** With `{{names}}` of variables in it, as in the body. */
  readonly subject: string
  readonly body: string
}

/** The part of Clerk's Backend API about templates. Each function throws a ClerkFault. */
export interface TemplatesApi {
  list(channel: Channel): Promise<ClerkTemplate[]>
  get(name: TemplateName): Promise<ClerkTemplate>
  /** Sets who delivers the messages of the template. */
  setDelivery(name: TemplateName, by: 'clerk' | 'you'): Promise<void>
  /** The id of the instance that the key belongs to; null if it is not known. */
  instanceId(templates: readonly ClerkTemplate[]): Promise<string | null>
}

const PAGE_SIZE = 100

export function createTemplatesApi(call: CallClerk): TemplatesApi {
  return {
    async list(channel) {
      const found = new Map<string, ClerkTemplate>()
      for (;;) {
        const query = `paginated=true&limit=${PAGE_SIZE}&offset=${found.size}`
        const answer = await call('GET', `/v1/templates/${channel}?${query}`).catch(asRemoved)
        const before = found.size
        for (const template of parsed(page, answer)) {
          found.set(template.slug, templateOf(channel, template))
        }
        // A page may be shorter than asked for, so only a page with nothing new is the last one.
        if (found.size === before) return [...found.values()]
      }
    },
    async get(name) {
      return templateOf(name.channel, parsed(wireTemplate, await call('GET', pathOf(name))))
    },
    async setDelivery(name, by) {
      const body = { delivered_by_clerk: by === 'clerk' }
      await call('POST', `${pathOf(name)}/toggle_delivery`, body)
    },
    async instanceId(templates) {
      const named = templates.find(({ instanceId }) => instanceId)
      if (named) return named.instanceId
      const answer = await call('GET', '/v1/instance').catch(asUnknown)
      return instance.safeParse(answer).data?.id ?? null
    },
  }
}

const wireTemplate = z.object({
  slug: z.string().min(1),
  name: z.string().nullish(),
  instance_id: z.string().nullish(),
  delivered_by_clerk: z.boolean(),
  can_revert: z.boolean().nullish(),
  available_variables: z.array(z.string()).nullish(),
  subject: z.string().nullish(),
  body: z.string().nullish(),
})

const page = z.union([
  z.array(wireTemplate),
  z.object({ data: z.array(wireTemplate) }).transform(({ data }) => data),
])

const instance = z.object({ id: z.string().min(1) })

function parsed<Schema extends z.ZodType>(schema: Schema, answer: unknown): z.output<Schema> {
  const { success, data, error } = schema.safeParse(answer)
  if (success) return data
  throw new ClerkFault('unreadable', { cause: error })
}

function templateOf(channel: Channel, wire: z.infer<typeof wireTemplate>): ClerkTemplate {
  return {
    channel,
    slug: wire.slug,
    name: wire.name ?? wire.slug,
    instanceId: wire.instance_id || null,
    deliveredBy: wire.delivered_by_clerk ? 'clerk' : 'you',
    customised: wire.can_revert ?? false,
    variables: wire.available_variables?.map(bare) ?? null,
    subject: wire.subject ?? '',
    body: wire.body ?? '',
  }
}

/** The name of a variable without braces around it. */
function bare(variable: string): string {
  return variable.replace(/[{}\s]/g, '')
}

function pathOf({ channel, slug }: TemplateName): string {
  return `/v1/templates/${channel}/${encodeURIComponent(slug)}`
}

/**
 * The commands do not depend on this endpoint. But if Clerk has a fault of the moment, the key might belong to
 * another instance than the record, and nobody would notice.
 */
function asUnknown(error: unknown): null {
  if (error instanceof ClerkFault && NEVER_SAYS.has(error.kind)) return null
  throw error
}

const NEVER_SAYS = new Set(['not_found', 'removed', 'forbidden', 'plan', 'invalid'])

/** There are always templates of both channels, so the list can only be missing as a whole. */
function asRemoved(error: unknown): never {
  if (error instanceof ClerkFault && error.kind === 'not_found') {
    throw new ClerkFault('removed', { status: 404, cause: error })
  }
  throw error
}
