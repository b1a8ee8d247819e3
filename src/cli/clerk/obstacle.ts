import { EXAMPLE_RECIPIENTS, EXAMPLE_SLUGS } from '../../clerk/examples.ts'
import type { ClerkTemplate } from '../../clerk/templates-api.ts'
import type { Channel } from '../../domain/message.ts'
import type { CliContext, OfflineTools } from '../context.ts'
import { contentFor, SAME_RANDOM } from '../example-message.ts'
import type { Sends } from './sends.ts'

/** What decides whether Bellhop may take over a template. */
export interface Readiness {
  readonly tools: Pick<OfflineTools, 'defaultLocale' | 'render' | 'describeFailure'>
  readonly now: CliContext['now']
  readonly production: boolean
  readonly instance: string | null
  /** Whether the service keeps the messages of a channel in its outbox and sends none. */
  readonly captures: (channel: Channel) => boolean
  /** Whether the user has named the template. */
  readonly isNamed: (template: ClerkTemplate) => boolean
}

export type Obstacle =
  /** Nobody would send the messages, which is a decision of the settings. */
  | { readonly kind: 'off'; readonly why: string }
  /** Nobody would send them, because the service only captures them. */
  | { readonly kind: 'captured'; readonly why: string }
  /** Bellhop would send Clerk's own text in place of its template. */
  | { readonly kind: 'own_text'; readonly why: string }

/** Why Bellhop must not take over this template; null if it may. */
export async function obstacleTo(
  template: ClerkTemplate,
  { sends, missing }: Sends,
  readiness: Readiness,
): Promise<Obstacle | null> {
  const { channel, slug } = template
  const setting = `messages.${channel}.${slug}.use`
  if (sends === 'off') {
    if (readiness.isNamed(template)) return null
    return { kind: 'off', why: `${setting} is off` }
  }
  if (readiness.production && readiness.captures(channel)) {
    const why = `the service captures ${channel === 'sms' ? 'SMS' : 'emails'} and sends none (${channel.toUpperCase()}_TRANSPORT=capture)`
    return { kind: 'captured', why }
  }
  if (sends === 'clerk') return null
  // Bellhop reads the code or the link of an SMS from its text.
  if (missing.length > 0 && channel === 'email') {
    const why = `Bellhop's template needs ${missing.join(', ')}, which Clerk does not have for it. To send Clerk's text on purpose, set ${setting} to clerk`
    return { kind: 'own_text', why }
  }
  const fault = await faultOf(channel, slug, readiness)
  return fault === null ? null : { kind: 'own_text', why: `Bellhop's template fails: ${fault}` }
}

/** Why our template cannot be used, tried with an example; null if it can, or if there is no example. */
async function faultOf(
  channel: Channel,
  slug: string,
  { tools, now, instance }: Readiness,
): Promise<string | null> {
  const examples: readonly string[] = EXAMPLE_SLUGS[channel]
  if (!examples.includes(slug)) return null
  let fault: string | null = null
  await tools.render({
    channel,
    slug,
    locales: [tools.defaultLocale],
    example: false,
    instanceId: instance,
    recipient: EXAMPLE_RECIPIENTS[channel],
    content: contentFor({ now, random: SAME_RANDOM }, { channel, slug, set: [] }),
    onFallback: (fallback, error) => {
      fault = error ? tools.describeFailure(error) : fallback
    },
  })
  return fault
}
