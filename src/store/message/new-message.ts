import type { FIRST_STATUSES } from '../../domain/message.ts'
import type { OpenMessage } from './open-message.ts'

/** What has happened to a message until its first attempt: nothing. */
export const UNTOUCHED = {
  attemptId: null,
  claimedAt: null,
  asking: false,
  leaseUntil: null,
  attempts: 0,
  template: null,
  fallback: null,
  provider: null,
  providerMessageId: null,
  sentAt: null,
  checkedAt: null,
  refusedAt: null,
  refusedBefore: false,
} as const satisfies Partial<OpenMessage>

/** What every message has that an event brings. */
export const NEW_MESSAGE = { ...UNTOUCHED, locale: null, solo: false, resendOf: null } as const

/** A message that an event brings. */
export type NewMessage = Omit<OpenMessage, keyof typeof NEW_MESSAGE | 'userLocale' | 'status'> & {
  readonly status: (typeof FIRST_STATUSES)[number]
}
