import type { Channel } from '../../domain/message.ts'
import { priorityOf, URGENT_PRIORITY } from '../../domain/priority.ts'
import type { WaitingCode } from '../../store/views/backlog.ts'
import type { CodeTimes } from '../../store/views/day.ts'
import type { Lane } from '../../store/views/overview.ts'
import { nameOf, type ProviderNow } from './providers-in-use.ts'
import { seconds } from './seconds.ts'

/** Something that is not well. */
export interface Verdict {
  readonly about:
    | 'database'
    | 'queue'
    | 'provider'
    | 'stand_by'
    | 'webhooks'
    | 'codes'
    | 'messages'
    | 'alert'
  /** `bad`: messages do not arrive. `warn`: they do, and somebody should look. */
  readonly tone: 'bad' | 'warn'
  readonly title: string
  readonly cause: string
  readonly since: Date | null
  /** What it means for the people who wait for messages. Empty if the title says it. */
  readonly means: string
  readonly link: { readonly to: string; readonly text: string }
}

/** An alert that has not ended, in words. */
export interface ShownAlert {
  readonly type: string
  readonly urgency: 'critical' | 'error' | 'warning' | 'info'
  readonly sentence: string
  readonly since: Date
  /** The path of the page that shows more. */
  readonly page: string
}

/** Everything that decides whether all is well. */
export interface Facts {
  readonly now: Date
  /** Whether the database takes a write and the queue answers. */
  readonly answers: { readonly database: boolean; readonly queue: boolean }
  readonly providers: readonly ProviderNow[]
  readonly codes: { readonly now: CodeTimes; readonly yesterday: CodeTimes }
  readonly oldestCode: WaitingCode | null
  readonly lanes: readonly Lane[]
  /** The webhooks with a bad signature since the last good one. */
  readonly refused: { readonly count: number; readonly latestAt: Date } | null
  readonly alerts: readonly ShownAlert[]
}

const MINUTE_MS = 60_000
// The alert `code.waiting` has the same limit.
const CODE_IS_LATE_MS = 30_000
const NOTICE_IS_LATE_MS = 15 * MINUTE_MS
// Anybody on the internet can post one.
const REFUSALS_THAT_MATTER = 3
const FEWEST_CODES = 5
const SLOW_SECONDS = 10

/** What is said by other verdicts. */
const SAID: readonly string[] = [
  'transport.stopped',
  'transport.failover',
  'code.waiting',
  'webhooks.refused',
]

const DOCTOR = { to: '/doctor', text: 'Run the checks' }

/** Everything that is not well, the worst first. None: all is well. */
export function verdictsOn(facts: Facts): readonly Verdict[] {
  const stopped = stoppedProviders(facts)
  const verdicts = [
    ...storage(facts),
    ...stopped,
    ...refusedWebhooks(facts),
    ...lateCodes(facts),
    ...slowCodes(facts),
    ...lateNotices(facts),
    ...alerts(facts),
  ]
  return verdicts.toSorted((a, b) => Number(a.tone === 'warn') - Number(b.tone === 'warn'))
}

/** The database does not answer at all, so nothing else is known. */
export const SILENT: Verdict = {
  about: 'database',
  tone: 'bad',
  title: 'The database does not answer',
  cause: 'Bellhop cannot read or write its tables.',
  since: null,
  means:
    'No message is sent. Webhooks are answered with 503, and Clerk posts them again, so nothing is lost; codes expire meanwhile.',
  link: DOCTOR,
}

function storage({ answers }: Facts): Verdict[] {
  if (!answers.database) {
    return [{ ...SILENT, title: 'The database takes no writes', cause: 'A write failed just now.' }]
  }
  if (answers.queue) return []
  return [
    {
      about: 'queue',
      tone: 'bad',
      title: 'The queue does not answer',
      cause: 'The database works, but its queue of jobs does not.',
      since: null,
      means: 'Messages that must wait, and those of other instances, are not sent.',
      link: DOCTOR,
    },
  ]
}

function stoppedProviders({ providers, lanes, now }: Facts): Verdict[] {
  return providers.flatMap((one): Verdict[] => {
    if (!one.stop) return []
    const { cause, since } = one.stop
    const common = {
      cause: `The cause is ${causeText(cause)}.`,
      since: since && since > now ? null : since,
      link: DOCTOR,
    }
    const name = nameOf(one.provider)
    const other = providers.find(
      ({ channel, role }) => channel === one.channel && role !== one.role,
    )
    if (one.role === 'stand-by' && !other?.stop) {
      const means = `${WORDS[one.channel].many} are sent, but nothing would take over.`
      const title = `The stand-by is stopped: ${name}`
      return [{ ...common, about: 'stand_by', tone: 'warn', title, means }]
    }
    if (one.role === 'stand-by') return []
    if (other && !other.stop) {
      const title = `${name} is stopped, and the stand-by has taken over`
      const means = `${nameOf(other.provider)} sends the emails now.`
      return [{ ...common, about: 'provider', tone: 'warn', title, means }]
    }
    const title = other ? `${name} and its stand-by are stopped` : `${name} is stopped`
    const waiting = countOf(lanes, one.channel)
    const means = `No ${WORDS[one.channel].one} is sent. ${waitingText(waiting)} Codes expire while they wait.`
    return [{ ...common, about: 'provider', tone: 'bad', title, means }]
  })
}

const WORDS = {
  email: { one: 'email', many: 'Emails', codes: 'Codes by email' },
  sms: { one: 'SMS', many: 'SMS', codes: 'Codes by SMS' },
} as const

function causeText(cause: string): string {
  if (cause === 'unreachable') return 'that it cannot be reached'
  if (cause === 'doubtful_answers') return 'that its answers leave in doubt what it took'
  return `its answer ${cause}`
}

function refusedWebhooks({ refused }: Facts): Verdict[] {
  if (!refused || refused.count < REFUSALS_THAT_MATTER) return []
  return [
    {
      about: 'webhooks',
      tone: 'bad',
      title: 'Webhooks from Clerk are refused',
      cause: `The last ${refused.count} had a bad signature: the signing secret or the clock is wrong.`,
      since: null,
      means: 'Messages that Clerk leaves to Bellhop do not arrive.',
      link: DOCTOR,
    },
  ]
}

function lateCodes({ now, oldestCode, lanes, providers }: Facts): Verdict[] {
  return (['email', 'sms'] as const).flatMap((channel): Verdict[] => {
    const urgent = lanes.filter(
      (lane) => lane.channel === channel && lane.priority >= URGENT_PRIORITY,
    )
    const code = oldestCode?.channel === channel ? oldestCode : null
    const times = [...urgent.map(({ oldest }) => oldest), ...(code ? [code.createdAt] : [])]
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
        title: `${WORDS[channel].codes} are late`,
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

function slowCodes({ codes: { now, yesterday } }: Facts): Verdict[] {
  if (now.p95 === null || now.count < FEWEST_CODES || now.p95 <= SLOW_SECONDS) return []
  const before = yesterday.p95 === null ? '' : ` It was ${seconds(yesterday.p95)} a day before.`
  return [
    {
      about: 'codes',
      tone: 'warn',
      title: 'Codes are slow',
      cause: `In the last hour, 5 % of the codes took ${seconds(now.p95)} or longer from accepted to sent.${before}`,
      since: null,
      means: '',
      link: { to: '/messages', text: 'See the messages' },
    },
  ]
}

function lateNotices({ now, lanes, providers }: Facts): Verdict[] {
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

function alerts({ alerts: all }: Facts): Verdict[] {
  return all
    .filter(({ type, urgency }) => !SAID.includes(type) && ['critical', 'error'].includes(urgency))
    .map(({ urgency, sentence, since, page }) => ({
      about: 'alert',
      tone: urgency === 'critical' ? 'bad' : 'warn',
      ...inTwo(sentence),
      since,
      means: '',
      link: { to: page, text: 'Look at it' },
    }))
}

/** The first sentence, and the others. */
function inTwo(sentences: string): Pick<Verdict, 'title' | 'cause'> {
  const end = sentences.indexOf('. ')
  if (end < 0) return { title: sentences.replace(/\.$/, ''), cause: '' }
  return { title: sentences.slice(0, end), cause: sentences.slice(end + 2) }
}

/** Whether no provider takes messages of the channel. */
function isSilent(providers: readonly ProviderNow[], channel: Channel): boolean {
  const own = providers.filter((one) => one.channel === channel)
  return own.length > 0 && own.every(({ stop }) => stop !== null)
}

function countOf(lanes: readonly Lane[], channel: Channel): number {
  return lanes.reduce((sum, lane) => sum + (lane.channel === channel ? lane.count : 0), 0)
}

function earliest(times: readonly Date[]): Date | null {
  return times.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
}

function waitingText(count: number): string {
  return count === 1 ? '1 message waits.' : `${count.toLocaleString('en')} messages wait.`
}

function rateText(providers: readonly ProviderNow[], channel: Channel): string {
  const current = providers.find((one) => one.channel === channel && one.takesMessages)
  if (!current?.requestsPerSecond) return ''
  return ` ${nameOf(current.provider)} takes ${current.requestsPerSecond} requests a second.`
}
