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
