import { ASK_DOCTOR } from '../../domain/doctor.ts'
import { ownEntry } from '../../domain/own-entry.ts'

export type AlertData = Readonly<Record<string, unknown>>

/** How soon somebody must look: at once, today, this week, or not at all. */
export type Urgency = 'critical' | 'error' | 'warning' | 'info'

/** What an alert of a type tells a person. */
export interface AlertType {
  readonly urgency: Urgency
  readonly sentence: (data: AlertData) => string
  /** The number or name that says most, with its label. */
  readonly figure?: (data: AlertData, at: Date) => readonly [label: string, value: string]
  /** The path of the page that shows more. */
  readonly page: (data: AlertData) => string
}

const overview = () => '/overview'
const doctor = () => '/doctor'
const messages = (filter: Readonly<Record<string, unknown>>) =>
  `/messages?${new URLSearchParams(Object.entries(filter).map(([name, value]): [string, string] => [name, String(value)]))}`

/**
 * Every type of alert. A type that is not here cannot be raised, and `docs/alerts.md` has a section for each:
 * what it means, and what to do first.
 */
export const ALERT_TYPES = {
  'transport.stopped': {
    urgency: 'critical',
    sentence: ({ provider, cause, takenOverBy }) =>
      takenOverBy
        ? `${provider} takes no messages (${cause}). ${takenOverBy} takes them over. ${ASK_DOCTOR}`
        : `${provider} refuses every message (${cause}), so they wait. ${ASK_DOCTOR}`,
    figure: ({ cause }) => ['Cause', String(cause)],
    page: doctor,
  },
  'transport.resumed': {
    urgency: 'info',
    sentence: ({ provider }) => `${provider} works again. The messages that waited are sent.`,
    figure: ({ stoppedAt }, at) => ['Stopped for', minutes(at, stoppedAt)],
    page: overview,
  },
  'transport.failover': {
    urgency: 'warning',
    sentence: ({ from, to, cause }) =>
      cause === undefined
        ? `${to} works again and has its messages back from ${from}.`
        : `${to} takes messages over from ${from} (${cause}).`,
    figure: ({ to }) => ['Now', String(to)],
    page: overview,
  },
  'code.waiting': {
    urgency: 'critical',
    sentence: ({ channel, seconds }) =>
      `A code (${channel}) has not reached its provider ${seconds} s after it was accepted, so somebody cannot sign in.`,
    figure: ({ seconds }) => ['Waited', `${seconds} s`],
    page: ({ messageId }) => `/messages/${messageId}`,
  },
  'slug.unknown': {
    urgency: 'warning',
    sentence: ({ channel, slug }) =>
      `Clerk sent a message with the slug ${slug} (${channel}), for which there is no template. It goes out with Clerk's own text.`,
    figure: ({ slug }) => ['Slug', String(slug)],
    page: ({ channel, slug }) => messages({ channel, slug }),
  },
  'event.ignored': {
    urgency: 'error',
    sentence: ({ event }) =>
      `Clerk expects Bellhop to deliver the message of an event of the type ${event}, which Bellhop does not know, so nobody got it.`,
    figure: ({ event }) => ['Event', String(event)],
    page: overview,
  },
  'event.incomplete': {
    urgency: 'error',
    sentence: ({ event, field }) =>
      `An event of the type ${event} lacks the field ${field}. Bellhop assumes that Clerk delivers the message, and does not send it.`,
    figure: ({ field }) => ['Field', String(field)],
    page: () => '/messages',
  },
  'instance.refused': {
    urgency: 'error',
    sentence: ({ instance }) =>
      `An event of the instance ${instance} was signed with a secret that is bound to other instances, so it was refused.`,
    figure: ({ instance }) => ['Instance', String(instance)],
    page: doctor,
  },
  'webhooks.refused': {
    urgency: 'critical',
    sentence: ({ minutes: time, hint, secondsOff }) =>
      `For ${time} minutes every webhook from Clerk had a bad signature, so no message is sent.${hintText(hint, secondsOff)}`,
    figure: ({ count, minutes: time }) => ['Refused', `${count} in ${time} min`],
    page: doctor,
  },
  'bounces.high': {
    urgency: 'error',
    sentence: ({ bounced, sent, hours }) =>
      `${bounced} of ${sent} emails of the last ${hours} hours bounced. Providers suspend accounts with many bounces.`,
    figure: ({ rate }) => ['Bounced', `${Math.round(Number(rate) * 1_000) / 10} %`],
    page: () => messages({ channel: 'email', status: 'bounced' }),
  },
  'sms.pumping': {
    urgency: 'error',
    sentence: ({ country, range, count }) =>
      `Somebody asks for SMS to many numbers of one range: ${count} numbers of ${range}${country ? ` (${country})` : ''} in 10 minutes. Further numbers of the range are held back.`,
    figure: ({ count, range }) => ['Numbers', `${count} of ${range}`],
    page: () => messages({ channel: 'sms', reason: 'too_many' }),
  },
  'sms.budget': {
    urgency: 'error',
    sentence: ({ percent, segments, budget }) =>
      `${segments} of the ${budget} segments of SMS that a day may have are used (${Math.floor((100 * Number(segments)) / Number(budget))} %).${Number(percent) >= 100 ? ' Further SMS are held back until midnight UTC.' : ''}`,
    figure: ({ segments, budget }) => ['Segments', `${segments} of ${budget}`],
    page: () => messages({ channel: 'sms', reason: 'budget' }),
  },
  'alert.test': {
    urgency: 'info',
    sentence: () => 'This is a test of the alerts of Bellhop. There is nothing to do.',
    page: doctor,
  },
} as const satisfies Readonly<Record<string, AlertType>>

export type AlertTypeName = keyof typeof ALERT_TYPES

/** What a type tells. Another version of Bellhop on the same database may raise types that this one does not know. */
export function alertType(name: string): AlertType {
  const types: Readonly<Record<string, AlertType>> = ALERT_TYPES
  return (
    ownEntry(types, name) ?? {
      urgency: 'warning',
      sentence: () => `Bellhop reports ${name}.`,
      page: overview,
    }
  )
}

function hintText(hint: unknown, secondsOff: unknown): string {
  if (hint === 'clock') {
    const off = Number(secondsOff)
    return ` The clock of this machine is ${Math.abs(off)} s ${off < 0 ? 'behind' : 'ahead'}.`
  }
  return hint === 'secret' ? ' No configured signing secret matches any of them.' : ''
}

function minutes(at: Date, since: unknown): string {
  return `${Math.round((at.getTime() - Date.parse(String(since))) / 60_000)} min`
}
