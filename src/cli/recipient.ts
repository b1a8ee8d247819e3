import type { Channel } from '../domain/message.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { usage } from './cli-error.ts'

const EXAMPLES = { email: 'ada@example.com', sms: '+14155550123' } as const

/** The recipient in `--to`. `either` is for a command that accepts an address or a number. */
export function recipientOf(channel: Channel, to: string, either = false): string {
  const recipient = parseRecipient(channel, to)
  if (recipient) return recipient
  const what = either ? 'address or number' : channel === 'sms' ? 'number' : 'address'
  throw usage(
    `--to ${to || '""'} is not one ${what}.`,
    `Write ${either ? Object.values(EXAMPLES).join(' or ') : EXAMPLES[channel]}.`,
  )
}
