import { clerkText } from './examples/clerk-text.ts'
import { exampleUser } from './examples/user.ts'
import { EMAIL_VARIABLES, SMS_TEXTS } from './examples/variables.ts'

/** The event types that have an example. */
export const EXAMPLE_TYPES = [
  'email.created',
  'sms.created',
  'user.created',
  'user.updated',
  'user.deleted',
] as const
export type ExampleType = (typeof EXAMPLE_TYPES)[number]

/** The slugs that have an example, by channel. */
export const EXAMPLE_SLUGS = {
  email: Object.keys(EMAIL_VARIABLES),
  sms: Object.keys(SMS_TEXTS),
} as const

/** To whom an example is addressed, if nobody is named. */
export const EXAMPLE_RECIPIENTS = { email: 'ada@acme.dev', sms: '+14155552671' } as const

export interface ExampleOptions {
  readonly type: ExampleType
  /** Defaults to `verification_code`. An unknown slug gets no variables except `app` and `theme`. */
  readonly slug?: string | undefined
  /** The address or number of the recipient. */
  readonly to?: string | undefined
  /** The time of the event. */
  readonly at: Date
  /** Defaults to `ins_example`. */
  readonly instanceId?: string | undefined
  /** A random number in [0, 1). */
  readonly random: () => number
  /** Changes `data` before Clerk's own rendering of an email is made from it. */
  readonly change?: (data: Record<string, unknown>) => Record<string, unknown>
}

export interface ExampleEvent {
  readonly object: 'event'
  readonly type: ExampleType
  readonly timestamp: number
  readonly instance_id: string
  readonly data: Record<string, unknown>
}

/** An event with new ids and a new code, as Clerk sends it when "Delivered by Clerk" is off. */
export function exampleEvent(options: ExampleOptions): ExampleEvent {
  const { change = (data) => data } = options
  const data = change(dataOf(options))
  return {
    object: 'event',
    type: options.type,
    timestamp: options.at.getTime(),
    instance_id: options.instanceId ?? 'ins_example',
    data: options.type === 'email.created' ? { ...textFor(data), ...data } : data,
  }
}

function dataOf({
  type,
  slug = 'verification_code',
  to,
  at,
  random,
}: ExampleOptions): Record<string, unknown> {
  const id = Array.from(
    { length: 27 },
    () => ALPHABET[Math.floor(random() * ALPHABET.length)],
  ).join('')
  switch (type) {
    case 'email.created':
      return emailData(id, slug, to ?? EXAMPLE_RECIPIENTS.email, random)
    case 'sms.created':
      return smsData(id, slug, to ?? EXAMPLE_RECIPIENTS.sms, random)
    case 'user.created':
    case 'user.updated':
      return exampleUser(`user_${id}`, to ?? EXAMPLE_RECIPIENTS.email, at)
    case 'user.deleted':
      return { object: 'user', id: `user_${id}`, deleted: true }
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

const APP = {
  app: {
    domain_name: 'acme.dev',
    logo_image_url: '',
    logo_url: null,
    name: 'Acme',
    url: 'https://accounts.acme.dev',
  },
  theme: { button_text_color: '#ffffff', primary_color: '#335bf1', show_clerk_branding: true },
}

function emailData(
  id: string,
  slug: string,
  to: string,
  random: () => number,
): Record<string, unknown> {
  const input = inputOf(id, to, random)
  const variables = Object.hasOwn(EMAIL_VARIABLES, slug) ? EMAIL_VARIABLES[slug]?.(input) : {}
  return {
    object: 'email',
    id: `ema_${id}`,
    slug,
    status: 'queued',
    from_email_name: 'notifications',
    reply_to_email_name: null,
    to_email_address: to,
    email_address_id: null,
    user_id: null,
    delivered_by_clerk: false,
    data: { ...APP, ...variables },
  }
}

// Receivers without a template of the slug send it, so it contains the code or the link.
function textFor({ slug, data }: Record<string, unknown>) {
  return clerkText(String(slug), (data ?? {}) as Record<string, unknown>)
}

function smsData(
  id: string,
  slug: string,
  to: string,
  random: () => number,
): Record<string, unknown> {
  const input = inputOf(id, to, random)
  const write = Object.hasOwn(SMS_TEXTS, slug) ? SMS_TEXTS[slug] : undefined
  return {
    object: 'sms_message',
    id: `sms_${id}`,
    slug,
    status: 'queued',
    from_phone_number: '+12345678901',
    to_phone_number: to,
    phone_number_id: null,
    user_id: null,
    message: write?.(input) ?? `Acme: ${slug.replaceAll('_', ' ')}`,
    delivered_by_clerk: false,
    data: { app: APP.app },
  }
}

function inputOf(id: string, to: string, random: () => number) {
  return {
    to,
    code: String(Math.floor(random() * 1_000_000)).padStart(6, '0'),
    link: `https://clerk.acme.dev/v1/verify?token=${id}`,
  }
}
