import { Webhook } from 'svix'
import { z } from 'zod'
import { parseJson } from '../domain/parse-json.ts'
import type { ReadReceipt, Receipt } from '../domain/receipt.ts'

// https://resend.com/docs/dashboard/webhooks/event-types. A look-up has the same names in `last_event`.
export const RESEND_STATUSES: Readonly<Record<string, Receipt['status']>> = {
  'email.sent': 'sent',
  'email.delivery_delayed': 'sent',
  'email.delivered': 'delivered',
  // An email that was opened or clicked has arrived.
  'email.opened': 'delivered',
  'email.clicked': 'delivered',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
  'email.failed': 'undelivered',
  'email.suppressed': 'undelivered',
}

// Whether a person opens an email is private, so these reports are not stored.
const ABOUT_THE_READER = new Set(['email.opened', 'email.clicked'])

/** The reports that a webhook must send, so that nothing is missing from the ledger. */
export const STORED_REPORTS = Object.keys(RESEND_STATUSES).filter(
  (event) => !ABOUT_THE_READER.has(event),
)

const text = z
  .string()
  .refine((value) => !value.includes('\0'))
  .optional()
  .catch(undefined)
const event = z.object({
  type: z.string(),
  created_at: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional()
    .catch(undefined),
  data: z.object({
    email_id: text,
    // A map in the documentation, a list in Resend's own programs.
    tags: z
      .union([
        z.record(z.string(), z.string()),
        z
          .array(z.object({ name: z.string(), value: z.string() }))
          .transform((tags) => Object.fromEntries(tags.map(({ name, value }) => [name, value]))),
      ])
      .catch({})
      .default({}),
    bounce: z.object({ type: text, subType: text }).optional().catch(undefined),
    failed: z.object({ reason: text }).optional().catch(undefined),
    suppressed: z.object({ type: text }).optional().catch(undefined),
  }),
})

/** Reads one of Resend's webhooks, signed by Svix with one of the secrets. */
export function readResendReceipt(
  request: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  secrets: readonly string[],
): ReadReceipt {
  const faults = secrets.map((secret) => faultOf(request, secret))
  if (!faults.includes(null)) return { kind: 'forged', reason: faults[0] ?? 'no_secret_matches' }
  const parsed = event.safeParse(parseJson(request.body))
  if (!parsed.success) return { kind: 'ignored' }
  const { type, created_at: at, data } = parsed.data
  const status = Object.hasOwn(RESEND_STATUSES, type) ? RESEND_STATUSES[type] : undefined
  if (!status) return { kind: 'ignored' }
  const bounce = [data.bounce?.type, data.bounce?.subType].filter(Boolean).join('/')
  const detail = bounce || data.failed?.reason || data.suppressed?.type
  return {
    kind: 'receipt',
    receipt: {
      provider: 'resend',
      channel: 'email',
      eventId: ABOUT_THE_READER.has(type) ? null : (request.headers['svix-id'] ?? ''),
      messageId: data.tags.message_id ?? null,
      providerMessageId: data.email_id ?? null,
      status,
      at: at ?? null,
      detail: detail ? nameOf(detail) : type === 'email.delivery_delayed' ? 'delayed' : null,
      suppress: suppressionBy(type, data.bounce?.type),
    },
  }
}

type Fault = Extract<ReadReceipt, { kind: 'forged' }>['reason']

/** The fault in the signature; null if it is right. */
function faultOf(
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: string },
  secret: string,
): Fault | null {
  try {
    new Webhook(secret).verify(body, headers)
    return null
  } catch (error) {
    const words = error instanceof Error ? error.message : ''
    if (/missing/i.test(words)) return 'header_missing'
    return /timestamp/i.test(words) ? 'time_off' : 'no_secret_matches'
  }
}

// A full mailbox is no reason to suppress an address.
function suppressionBy(type: string, bounceType: string | undefined): Receipt['suppress'] {
  if (type === 'email.complained') return 'complaint'
  return type === 'email.bounced' && bounceType === 'Permanent' ? 'bounce' : null
}

/** The provider's name for a cause, but nothing that could contain an address. */
function nameOf(cause: string): string {
  return /^[\w/. -]{1,60}$/.test(cause) ? cause : 'unnamed'
}
