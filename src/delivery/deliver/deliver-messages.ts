import type { Render } from '../../domain/template.ts'
import type { Transport } from '../../domain/transport.ts'
import type { OpenMessage } from '../../store/message/open-message.ts'
import { readWaiting } from '../../store/message/waiting.ts'
import type { LocaleHints } from '../locale-hints.ts'
import { askProvider } from './ask-provider.ts'
import { beginRequest } from './begin-request.ts'
import { type AskOptions, type DeliverContext, LEASE_MS, type Provider } from './context.ts'
import { resumeAttempts } from './resume-attempts.ts'
import { postponeUndecryptable, settleEnded } from './settle-unsent.ts'
import { type EndedMessage, type WrittenMessage, writeMessage } from './write-message.ts'

export interface DeliverySettings {
  readonly render: Render
  readonly defaultLocale: string
  /** Whether welcomes are sent. A process that was started before may have accepted some. */
  readonly welcomeEmail: boolean
  /** Whether an SMS in doubt that Twilio does not have is tried once more. */
  readonly retryUnknown: boolean
  /** The languages that the app sent for its readers; null if it sends none. */
  readonly hints: Pick<LocaleHints, 'find'> | null
  /** Called between two messages, so that webhooks do not wait until a hundred messages are written. */
  readonly pause?: () => Promise<void>
}

/** Resolves with the number of requests that were made. */
export type DeliverMessages = (
  provider: Provider,
  ids: readonly string[],
  options?: AskOptions,
) => Promise<number>

/** Delivers those of the messages that wait for it. What other workers did or are doing is left alone. */
export function createDeliverMessages(
  context: DeliverContext,
  settings: DeliverySettings,
): DeliverMessages {
  const { db, now } = context
  return async (provider, ids, options = {}) => {
    const fresh = context.fresh.take(ids)
    const known = new Set(fresh.map(({ id }) => id))
    const unread = ids.filter((id) => !known.has(id))
    const read = unread.length > 0 ? await readWaiting(db, unread, now()) : []
    const waiting = [...fresh, ...read].sort(inOrder)
    const written = await writeMessages(context, settings, provider.transport, waiting)
    let requests = await sendMessages(context, provider, written, options)
    const others = unread.filter((id) => !read.some((message) => message.id === id))
    if (others.length > 0) {
      requests += await resumeAttempts(context, settings, provider, others, options)
    }
    return requests
  }
}

async function writeMessages(
  context: DeliverContext,
  settings: DeliverySettings,
  { provider, channel }: Transport,
  waiting: readonly OpenMessage[],
): Promise<WrittenMessage[]> {
  // Also of users: there may be no catalogue for the language that Clerk knows.
  const recipients = waiting.flatMap(({ recipient }) => recipient ?? [])
  const hints = await settings.hints?.find(channel, recipients)
  const written: WrittenMessage[] = []
  const ended: EndedMessage[] = []
  const undecryptable: OpenMessage[] = []
  for (const message of waiting) {
    await settings.pause?.()
    const hint = hints?.get(message.recipient ?? '')
    const writing = await writeMessage(message, hint, { ...context, ...settings, provider })
    if (writing.kind === 'written') written.push(writing)
    else if (writing.kind === 'ended') ended.push(writing)
    else undecryptable.push(writing.message)
  }
  await settleEnded(context, provider, ended)
  await postponeUndecryptable(context, provider, undecryptable)
  return written
}

// Sends as many as may be sent at this moment. What was written for the others is discarded.
async function sendMessages(
  context: DeliverContext,
  provider: Provider,
  messages: readonly WrittenMessage[],
  options: AskOptions,
): Promise<number> {
  if (messages.length === 0) return 0
  const request = await beginRequest(context, provider, messages)
  if (request.kind === 'not-begun') return sendMessages(context, provider, request.ready, options)
  await askProvider(context, provider, request.attempt, messages.map(begun), {
    ...options,
    body: request.body,
    heldUntil: new Date(request.attempt.startedAt.getTime() + LEASE_MS),
  })
  return 1
}

function inOrder(a: OpenMessage, b: OpenMessage): number {
  return b.priority - a.priority || a.occurredAt.getTime() - b.occurredAt.getTime()
}

// The message as it is since its attempt began.
function begun({ message }: WrittenMessage): OpenMessage {
  return { ...message, attempts: message.attempts + 1 }
}
