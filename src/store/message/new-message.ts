import type { FIRST_STATUSES } from '../../domain/message.ts'
import type { OpenMessage } from './open-message.ts'

/** The columns about what happens to a message, as they are before its first attempt. */
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
  localeSource: null,
  releasedAt: null,
} as const satisfies Partial<OpenMessage>

/** The columns that are equal in every message of an event. */
export const NEW_MESSAGE = { ...UNTOUCHED, locale: null, solo: false, resendOf: null } as const

/** A message of an event. */
export type NewMessage = Omit<OpenMessage, keyof typeof NEW_MESSAGE | 'userLocale' | 'status'> & {
  readonly status: (typeof FIRST_STATUSES)[number]
}
