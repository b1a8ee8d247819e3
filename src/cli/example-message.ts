import { parseClerkEvent } from '../clerk/events.ts'
import { exampleEvent } from '../clerk/examples.ts'
import type { Channel, MessageContent } from '../domain/message.ts'
import { assign } from './assignments.ts'
import { usage } from './cli-error.ts'
import type { CliContext } from './context.ts'

export interface ExampleChoice {
  readonly channel: Channel
  readonly slug: string
  readonly to?: string | undefined
  /** The values of `--set path=value`, which replace variables of the example. */
  readonly set: readonly string[]
  /** A language tag, put into the event where Bellhop looks for it. */
  readonly locale?: string | undefined
}

/** For examples that stay the same each time. */
export const SAME_RANDOM = () => 0.427193

type Clock = Pick<CliContext, 'now' | 'random'>

/** The event that causes a message of this slug; for the welcome email, `user.created`. */
export function eventFor(context: Clock, choice: ExampleChoice): Record<string, unknown> {
  const { channel, slug, to, set, locale } = choice
  const welcome = channel === 'email' && slug === 'welcome'
  const path = welcome ? 'locale' : 'user.public_metadata.locale'
  const assignments = locale ? [`${path}=${JSON.stringify(locale)}`, ...set] : set
  const event = exampleEvent({
    type: welcome ? 'user.created' : channel === 'sms' ? 'sms.created' : 'email.created',
    slug,
    to,
    at: context.now(),
    random: context.random,
    change: (data) => assign(data, assignments),
  })
  return { ...event }
}

/** The content of the message that this event causes. */
export function contentFor(context: Clock, choice: ExampleChoice): MessageContent {
  const parsed = parseClerkEvent(eventFor(context, choice))
  if (parsed.kind === 'unreadable') {
    throw usage(
      `The event is not one that Clerk would send. Wrong fields: ${parsed.problems.join(', ')}.`,
      'Give each field that you change with --set the type that Clerk sends.',
    )
  }
  const content = parsed.kind === 'event' && 'content' in parsed.event && parsed.event.content
  if (!content) throw new Error(`There is no example for ${choice.slug}.`)
  return content
}
