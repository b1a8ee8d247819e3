/** The type of the event that `bellhop doctor` posts. The service ignores it, and answers with its `ClerkContact`. */
export const DOCTOR_PROBE = 'bellhop.doctor'

const OWN_PREFIX = 'msg_bellhop'

/** An id for an event of the command line. It shows that Clerk did not send the event. */
export function ownSvixId(random: () => number): string {
  const rest = Array.from({ length: 24 }, () => Math.floor(random() * 36).toString(36))
  return `${OWN_PREFIX}${rest.join('')}`
}

export function isOwnSvixId(svixId: string): boolean {
  return svixId.startsWith(OWN_PREFIX)
}

/** A pattern for `like`: all ids of `ownSvixId`. */
export const OWN_SVIX_IDS = `${OWN_PREFIX}%`

/** The webhooks with a bad signature since the last good one. */
export interface RefusedWebhooks {
  readonly count: number
  readonly latestAt: Date
}

/** Whether Clerk's own events arrive. Events of the command line do not count. */
export interface ClerkContact {
  /** When the newest one of the last days was stored; null if there is none. */
  readonly lastEventAt: Date | null
  /** In this process; null if there are none. */
  readonly refused: RefusedWebhooks | null
}

/** How far back `lastEventAt` looks. */
export const CONTACT_DAYS = 7
