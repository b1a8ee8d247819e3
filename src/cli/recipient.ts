import type { Channel } from '../domain/message.ts'
import { parseRecipient } from '../domain/recipient.ts'
import { usage } from './cli-error.ts'

const EXAMPLES = { email: 'ada@example.com', sms: '+14155550123' } as const

interface RecipientOptions {
  /** The option that has it. Defaults to `--to`. */
  readonly option?: string
  /** For a command that accepts an address or a number. */
  readonly either?: boolean
}

/** The recipient in the value of an option. */
export function recipientOf(
  channel: Channel,
  to: string,
  { option = '--to', either = false }: RecipientOptions = {},
): string {
  const recipient = parseRecipient(channel, to)
  if (recipient) return recipient
  const what = either ? 'address or number' : channel === 'sms' ? 'number' : 'address'
  throw usage(
    `${option} ${to || '""'} is not one ${what}.`,
    `Write ${either ? Object.values(EXAMPLES).join(' or ') : EXAMPLES[channel]}.`,
  )
}
