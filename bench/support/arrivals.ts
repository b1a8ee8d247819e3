import type { AcceptedEmail } from '../../test/support/resend-server.ts'

/** When each address's email was with the provider, in milliseconds since 1970. */
export function arrivals(accepted: readonly AcceptedEmail[]): Map<string, number> {
  return new Map(accepted.map(({ to, at }) => [to[0] ?? '', at.getTime()]))
}

/** From `sentAt` to the provider, for every address that got there. */
export function latencies(
  sentAt: ReadonlyMap<string, number>,
  accepted: readonly AcceptedEmail[],
): number[] {
  const arrived = arrivals(accepted)
  return [...sentAt].flatMap(([address, sent]) => {
    const at = arrived.get(address)
    return at === undefined ? [] : [at - sent]
  })
}
