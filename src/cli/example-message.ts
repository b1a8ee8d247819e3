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
  /** `--set path=value`, over the example's own variables. */
  readonly set: readonly string[]
  /** Carried in the event, where Bellhop looks for it. */
  readonly locale?: string | undefined
}

/** The event that brings a message of that slug; for our welcome email, a new user. */
export function eventFor(context: CliContext, choice: ExampleChoice): Record<string, unknown> {
  const { channel, slug, to, set, locale } = choice
  const welcome = channel === 'email' && slug === 'welcome'
  const event = exampleEvent({
    type: welcome ? 'user.created' : channel === 'sms' ? 'sms.created' : 'email.created',
    slug,
    to,
    at: context.now(),
    random: context.random,
  })
  const path = welcome ? 'locale' : 'user.public_metadata.locale'
  const assignments = locale ? [`${path}=${JSON.stringify(locale)}`, ...set] : set
  return { ...event, data: assign(event.data, assignments) }
}

/** What such an event gives the templates. */
export function contentFor(context: CliContext, choice: ExampleChoice): MessageContent {
  const parsed = parseClerkEvent(eventFor(context, choice))
  if (parsed.kind === 'unreadable') {
    throw usage(
      `Clerk sends no such ${choice.slug}: ${parsed.problems.join(', ')}.`,
      'A field that was changed with --set has the wrong type.',
    )
  }
  const content = parsed.kind === 'event' && 'content' in parsed.event && parsed.event.content
  if (!content) throw new Error(`There is no example of ${choice.slug}.`)
  return content
}
