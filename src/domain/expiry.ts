import type { MessageKind } from './message.ts'
import { parseWholeNumber } from './whole-number.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** How long a message of each kind is worth sending, in milliseconds from the event. */
const LIFETIMES_MS: Record<MessageKind, number> = {
  code: 10 * MINUTE,
  link: 10 * MINUTE,
  invitation: 30 * DAY,
  notice: DAY,
  welcome: DAY,
}

/** No message is sent after a year, whatever a payload says. */
export const LONGEST_MS = 366 * DAY

/** Clerk's `ttl_minutes`. Undefined if it is not a whole number of minutes, or more than a year. */
export function minutesOf(value: unknown): number | undefined {
  return wholeNumber(value, LONGEST_MS / MINUTE)
}

/** Clerk's `expires_in_days`. Undefined if it is not a whole number of days, or more than ten years. */
export function daysOf(value: unknown): number | undefined {
  return wholeNumber(value, 3_650)
}

function wholeNumber(value: unknown, most: number): number | undefined {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') return undefined
  return parseWholeNumber(text, { least: 1, most }) ?? undefined
}

export interface Lifespan {
  readonly kind: MessageKind
  /** The time of the event, not of its webhook: a late retry must not make an expired code valid. */
  readonly occurredAt: Date
  /** Clerk's `ttl_minutes` (links). */
  readonly ttlMinutes?: number
  /** Clerk's `invitation.expires_in_days`. */
  readonly expiresInDays?: number
}

/** When a message expires. `override` is the operator's lifetime in milliseconds, which wins over everything else. */
export function expiresAt(life: Lifespan, override?: number): Date {
  const lifetime = Math.min(override ?? lifetimeMs(life), LONGEST_MS)
  return new Date(life.occurredAt.getTime() + lifetime)
}

function lifetimeMs(life: Lifespan): number {
  if (life.kind === 'link' && life.ttlMinutes) return life.ttlMinutes * MINUTE
  if (life.kind === 'invitation' && life.expiresInDays) return life.expiresInDays * DAY
  return LIFETIMES_MS[life.kind]
}
