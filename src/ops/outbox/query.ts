import { z } from 'zod'
import type { Channel } from '../../domain/message.ts'

const VIEWS = {
  email: {
    html: 'HTML',
    text: 'Text',
    source: 'Source',
    links: 'Links',
    headers: 'Headers',
    payload: 'Payload',
    clerk: "Beside Clerk's",
    pulled: 'Beside the pulled',
  },
  sms: {
    bubble: 'Message',
    headers: 'Request',
    payload: 'Payload',
    clerk: "Beside Clerk's",
    pulled: 'Beside the pulled',
  },
} as const satisfies Readonly<Record<Channel, Readonly<Record<string, string>>>>

export type View = keyof (typeof VIEWS)['email'] | keyof (typeof VIEWS)['sms']

const text = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((value) => !value.includes('\0'))
  .optional()
  .catch(undefined)
const on = z.literal('1').optional().catch(undefined)

const query = z.object({
  q: text,
  channel: z.enum(['email', 'sms']).optional().catch(undefined),
  instance: text,
  before: z.uuid().optional().catch(undefined),
  view: text,
  lang: text,
  dark: on,
  phone: on,
  images: on,
})

/** The part of the state that says which messages the list shows. */
export function filtersOf({ q, channel, instance, before }: OutboxState): OutboxState {
  return { q, channel, instance, before }
}

/** The state of the outbox page, which is in its URL: the filters, the selected view and its settings. */
export type OutboxState = Readonly<z.infer<typeof query>>

/** Reads the state from a query. Values that are not valid are ignored, because a page is better than an error. */
export function readState(raw: Readonly<Record<string, string>>): OutboxState {
  return query.parse(raw)
}

/** Whether the list shows only some of the messages. */
export function isFiltered({ q, channel, instance, before }: OutboxState): boolean {
  return Boolean(q || channel || instance || before)
}

/** The URL of a page with this state and these changes. */
export function hrefOf(
  path: string,
  state: OutboxState,
  change: { readonly [Key in keyof OutboxState]?: OutboxState[Key] | undefined } = {},
): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...state, ...change })) {
    if (value) params.set(name, value)
  }
  return params.size > 0 ? `${path}?${params}` : path
}

/** The views of a message with their labels. `hasPulled`: its template was pulled from Clerk. */
export function viewsOf(channel: Channel, hasPulled: boolean): readonly [View, string][] {
  const views = Object.entries(VIEWS[channel]) as [View, string][]
  return views.filter(([name]) => name !== 'pulled' || hasPulled)
}

/** The selected view, or the first one of the channel. */
export function viewOf(channel: Channel, hasPulled: boolean, { view = '' }: OutboxState): View {
  const found = viewsOf(channel, hasPulled).find(([known]) => known === view)
  return found?.[0] ?? (channel === 'email' ? 'html' : 'bubble')
}
