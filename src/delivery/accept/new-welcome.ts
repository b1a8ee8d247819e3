import type { UserSavedEvent } from '../../domain/event.ts'
import { expiresAt } from '../../domain/expiry.ts'
import { welcomeId } from '../../domain/keys.ts'
import type { SkipReason } from '../../domain/message.ts'
import type { NewMessage } from '../../store/message/new-message.ts'
import { UNVERIFIED } from '../../store/message/welcomes.ts'
import { newMessage } from './new-message.ts'
import type { AcceptancePolicy } from './policy.ts'
import type { Webhook } from './webhook.ts'

/** The welcome email of a new user. It waits until the address is verified. */
export function newWelcome(
  event: UserSavedEvent,
  webhook: Pick<Webhook, 'svixId' | 'receivedAt'>,
  policy: AcceptancePolicy,
  id: string,
): NewMessage {
  const { type, instanceId, occurredAt, example, user, content } = event
  const message = newMessage(
    {
      kind: 'message',
      type,
      instanceId,
      occurredAt,
      example,
      content,
      channel: 'email',
      sourceId: welcomeId(user.id),
      slug: 'welcome',
      messageKind: 'welcome',
      userId: user.id,
      recipient: user.emailAddress,
      deliveredByClerk: false,
    },
    webhook,
    policy,
    id,
    whyUnwanted(event, policy),
  )
  const waits = message.status === 'queued' && !example && !user.emailVerified
  return waits ? { ...message, reason: UNVERIFIED, dueAt: message.expiresAt } : message
}

function whyUnwanted(
  { accountCreatedAt, occurredAt, instanceId }: UserSavedEvent,
  { welcomeEmail, settingsOf }: AcceptancePolicy,
): SkipReason | null {
  if (!welcomeEmail) return 'disabled'
  if (!accountCreatedAt) return null
  // Nobody wants to be welcomed years after signing up, because the app has moved to Clerk.
  const welcome = { kind: 'welcome', occurredAt: accountCreatedAt } as const
  const { lifetimeMs } = settingsOf(instanceId).ruleOf('email', 'welcome')
  return expiresAt(welcome, lifetimeMs) <= occurredAt ? 'imported' : null
}
