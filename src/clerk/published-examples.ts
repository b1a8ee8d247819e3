import email from './examples/published-email.json' with { type: 'json' }
import sms from './examples/published-sms.json' with { type: 'json' }
import user from './examples/published-user.json' with { type: 'json' }

/** The events that the Dashboard's "Send Example" posts, by type, as Clerk publishes them. */
export const PUBLISHED_EXAMPLES: Readonly<Record<string, unknown>> = {
  'email.created': email,
  'sms.created': sms,
  'user.created': user,
}

// The ids in these events, and one more that Clerk has published.
const PUBLISHED_IDS = new Set([
  'ema_abcd',
  'sms_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
  'user_2g7np7Hrk0SN6kj5EDMLDaKNL0S',
  'user_29w83sxmDNGwOuEthce5gg56FcC',
])

// All time stamps in these events are older; those of real events are newer.
const PUBLISHED_UNTIL = new Date('2024-06-01T00:00:00Z')

/** The address of Clerk's example person, for an example without a recipient. */
export const EXAMPLE_EMAIL_ADDRESS = 'johndoe@acme.com'

/**
 * Whether an event comes from "Send Example": it has a published id and is unchanged (a message is
 * marked as delivered by Clerk, a user has the old time stamp). A changed payload with the same id is a
 * test by hand, and is sent.
 */
export function isExample(id: string, occurredAt: Date, deliveredByClerk?: boolean): boolean {
  return PUBLISHED_IDS.has(id) && (deliveredByClerk ?? occurredAt < PUBLISHED_UNTIL)
}
