import email from './examples/published-email.json' with { type: 'json' }
import sms from './examples/published-sms.json' with { type: 'json' }
import user from './examples/published-user.json' with { type: 'json' }

/** What the Dashboard's "Send Example" posts, by event type, as Clerk publishes it. */
export const PUBLISHED_EXAMPLES: Readonly<Record<string, unknown>> = {
  'email.created': email,
  'sms.created': sms,
  'user.created': user,
}

// The ids in the example events that Clerk publishes and the Dashboard's "Send Example" posts.
const PUBLISHED_IDS = new Set([
  'ema_abcd',
  'sms_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
  'user_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
  'user_29w83sxmDNGwOuEthce5gg56FcC',
])

// The newest time stamp in them; real events are younger.
const PUBLISHED_UNTIL = new Date('2024-06-01T00:00:00Z')

/** Whom a Dashboard example is addressed to when it names nobody. Clerk's own example person. */
export const EXAMPLE_EMAIL_ADDRESS = 'johndoe@acme.com'

/**
 * Tells "Send Example" from the real thing: a published id, and still as published (messages marked
 * as delivered by Clerk, users with the old time stamp). The same payload with those changed is a
 * test by hand that is meant to be sent.
 */
export function isExample(id: string, occurredAt: Date, deliveredByClerk?: boolean): boolean {
  return PUBLISHED_IDS.has(id) && (deliveredByClerk ?? occurredAt < PUBLISHED_UNTIL)
}
