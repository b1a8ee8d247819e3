import type { Sender } from '../domain/instance-settings.ts'

// What Clerk itself uses where the template names nobody.
const DEFAULT_NAME = 'notifications'

// A local part that needs no quotes, with at most 64 characters.
const PLAIN_NAME = /^(?=.{1,64}$)[\w+-]+(?:\.[\w+-]+)*$/

/**
 * The sender of one email. `*` before the @ stands for the name that Clerk's template has for its sender
 * (`from_email_name`).
 */
export function senderFor({ from, ...rest }: Sender, fromName: string | undefined): Sender {
  if (from === undefined) return rest
  if (!/(?:^|<)\*@/.test(from)) return { from, ...rest }
  const name = fromName && PLAIN_NAME.test(fromName) ? fromName : DEFAULT_NAME
  return { from: from.replace(/(^|<)\*@/, (_, before: string) => `${before}${name}@`), ...rest }
}
