import { v4 } from 'uuid'
import type { Channel } from '../domain/message.ts'
import type { OutgoingMessage, SendOutcome, Transport } from '../domain/transport.ts'
import type { CliContext, OfflineTools } from './context.ts'
import { contentFor } from './example-message.ts'

/** One example of each slug, to one recipient. */
export interface ExampleMessages {
  readonly channel: Channel
  readonly slugs: readonly string[]
  readonly to: string
  readonly locale: string | undefined
}

const TEN_MINUTES_MS = 600_000

/**
 * Sends examples through the provider, past the service and its ledger, and closes its connections. One
 * outcome for each slug.
 */
export async function sendExamples(
  context: Pick<CliContext, 'now' | 'random'>,
  transport: Transport,
  { render, defaultLocale }: Pick<OfflineTools, 'render' | 'defaultLocale'>,
  { channel, slugs, to, locale }: ExampleMessages,
): Promise<(SendOutcome | undefined)[]> {
  const now = context.now()
  const outgoing: OutgoingMessage[] = []
  for (const slug of slugs) {
    const rendered = await render({
      channel,
      slug,
      locales: locale ? [locale, defaultLocale] : [defaultLocale],
      example: true,
      content: contentFor(context, { channel, slug, to, set: [] }),
      recipient: to,
    })
    if (!rendered) throw new Error('The example has no content.')
    const expiresAt = new Date(now.getTime() + TEN_MINUTES_MS)
    outgoing.push({ ...rendered, id: `test-${v4()}`, slug, to, expiresAt })
  }
  const results: (SendOutcome | undefined)[] = []
  for (let at = 0; at < outgoing.length; at += transport.batchSize) {
    const group = outgoing.slice(at, at + transport.batchSize)
    const body = transport.prepare(group, now)
    const outcomes = await transport.send(body, { idempotencyKey: `test-${v4()}` })
    results.push(...group.map((_, index) => outcomes[index]))
  }
  await transport.close?.()
  return results
}
