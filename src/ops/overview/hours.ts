import { type Channel, MESSAGE_STATUSES, type MessageStatus } from '../../domain/message.ts'
import type { Day } from '../../store/views/day.ts'

const HOUR_MS = 3_600_000
const HOURS = 24

/** The messages of one channel that were accepted in one hour. */
export interface Hour {
  readonly at: Date
  /** 0 for this hour. */
  readonly hoursAgo: number
  readonly total: number
  readonly counts: ReadonlyMap<MessageStatus, number>
}

/** The hours of a day for one channel, the oldest first; those without a message too. */
export function hoursOf(hours: Day['hours'], channel: Channel, since: Date): readonly Hour[] {
  const own = hours.filter((one) => one.channel === channel)
  return Array.from({ length: HOURS }, (_, index) => {
    const at = new Date(since.getTime() + index * HOUR_MS)
    const ofHour = own.filter(({ hour }) => hour.getTime() === at.getTime())
    const total = ofHour.reduce((sum, { count }) => sum + count, 0)
    const counts = new Map(ofHour.map(({ status, count }) => [status, count]))
    return { at, hoursAgo: HOURS - 1 - index, total, counts }
  })
}

/** The channels in words, as headings. */
export const NAMES = { email: 'Email', sms: 'SMS' } as const satisfies Record<Channel, string>

/** The statuses that the messages of the day have. */
export function statusesOf({ statuses }: Day): readonly MessageStatus[] {
  return MESSAGE_STATUSES.filter((status) => statuses[status])
}
