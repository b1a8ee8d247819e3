import { emailCreated } from '../../test/support/clerk-events.ts'
import type { AcceptedEmail } from '../../test/support/resend-server.ts'
import { type Clerk, sign } from './clerk.ts'

/** Posts a code to an address of its own, and notes in `sentAt` when that was. */
export async function postCode(clerk: Clerk, sentAt: Map<string, number>): Promise<void> {
  const event = emailCreated()
  const webhook = sign(event)
  sentAt.set(String(event.data.to_email_address), Date.now())
  await clerk.deliver(webhook)
}

/** From `sentAt` (since 1970) to the provider, in milliseconds, for every address that got there. */
export function latencies(
  sentAt: ReadonlyMap<string, number>,
  accepted: readonly AcceptedEmail[],
): number[] {
  const arrived = new Map(accepted.map(({ to, at }) => [to[0] ?? '', at.getTime()]))
  return [...sentAt].flatMap(([address, sent]) => {
    const at = arrived.get(address)
    return at === undefined ? [] : [at - sent]
  })
}
