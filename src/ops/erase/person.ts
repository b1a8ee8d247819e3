import type { Person } from '../../delivery/erase-person.ts'
import { parseRecipient } from '../../domain/recipient.ts'

/** The person with this address or number; null if it is neither. */
export function personBy(value: string): Person | null {
  for (const channel of ['email', 'sms'] as const) {
    const recipient = parseRecipient(channel, value)
    if (recipient) return { recipient }
  }
  return null
}

/** What a reader of the page may type: a user id of Clerk, an address or a number. */
export function personOf(typed: string): Person | null {
  const text = typed.trim()
  return /^user_\w{1,190}$/.test(text) ? { userId: text } : personBy(text)
}
