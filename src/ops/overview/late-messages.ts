import type { Channel } from '../../domain/message.ts'
import { priorityOf, URGENT_PRIORITY } from '../../domain/priority.ts'
import { secondsText } from '../ui/duration.ts'
import { isSilent, nameOf, type ProviderNow } from './providers-in-use.ts'
import type { Facts, Verdict } from './verdict.ts'
import { waitingText } from './waiting-text.ts'

const MINUTE_MS = 60_000
// The alert `code.waiting` has the same limit.
const CODE_IS_LATE_MS = 30_000
const NOTICE_IS_LATE_MS = 15 * MINUTE_MS
const FEWEST_CODES = 5
const SLOW_SECONDS = 10

const CODES = { email: 'Codes by email', sms: 'Codes by SMS' } as const

/** Codes and links that have waited for too long, although a provider works. */
export function lateCodes({ now, oldestCode, lanes, providers }: Facts): Verdict[] {
  return (['email', 'sms'] as const).flatMap((channel): Verdict[] => {
    const urgent = lanes.filter(
      (lane) => lane.channel === channel && lane.priority >= URGENT_PRIORITY,
    )
    const code = oldestCode?.channel === channel ? oldestCode : null
    const times = [...urgent.map(({ oldest }) => oldest), ...(code ? [code.since] : [])]
    const since = earliest(times)
    if (!since || now.getTime() - since.getTime() <= CODE_IS_LATE_MS) return []
    // Then the stop is the cause, and has been said.
    if (isSilent(providers, channel)) return []
    const waiting = Math.max(
      1,
      urgent.reduce((sum, { count }) => sum + count, 0),
    )
    return [
      {
        about: 'codes',
        tone: 'bad',
        title: `${CODES[channel]} are late`,
        cause: `No provider is stopped. ${waitingText(waiting)}${rateText(providers, channel)}`,
        since,
        means: 'Somebody cannot sign in.',
        link: code
          ? { to: `/messages/${code.messageId}`, text: 'See the oldest code' }
          : { to: `/messages?status=queued&channel=${channel}`, text: 'See what waits' },
      },
    ]
  })
}

/** Codes that were sent, but late. */
export function slowCodes({ codes: { now, yesterday } }: Facts): Verdict[] {
  if (now.p95 === null || now.count < FEWEST_CODES || now.p95 <= SLOW_SECONDS) return []
  const before = yesterday.p95 === null ? '' : ` It was ${secondsText(yesterday.p95)} a day before.`
  return [
    {
      about: 'codes',
      tone: 'warn',
      title: 'Codes are slow',
      cause: `In the last hour, 5 % of the codes took ${secondsText(now.p95)} or longer from accepted to sent.${before}`,
      since: null,
      means: '',
      link: { to: '/messages', text: 'See the messages' },
    },
  ]
}

/** Messages that may wait, but not for so long. */
export function lateNotices({ now, lanes, providers }: Facts): Verdict[] {
  const late = lanes.filter(
    ({ priority, oldest, channel }) =>
      priority === priorityOf('notice') &&
      now.getTime() - oldest.getTime() > NOTICE_IS_LATE_MS &&
      !isSilent(providers, channel),
  )
  const [first] = late
  const since = earliest(late.map(({ oldest }) => oldest))
  if (!first || !since) return []
  return [
    {
      about: 'messages',
      tone: 'warn',
      title: 'Notices and invitations wait',
      cause: waitingText(late.reduce((sum, { count }) => sum + count, 0)),
      since,
      means: '',
      link: { to: `/messages?status=queued&channel=${first.channel}`, text: 'See what waits' },
    },
  ]
}

function earliest(times: readonly Date[]): Date | null {
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}

function rateText(providers: readonly ProviderNow[], channel: Channel): string {
  const current = providers.find((one) => one.channel === channel && one.takesMessages)
  if (!current?.requestsPerSecond) return ''
  return ` ${nameOf(current.provider)} takes ${current.requestsPerSecond} requests a second.`
}
