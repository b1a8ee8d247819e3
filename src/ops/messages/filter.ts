import type { MessageStatus } from '../../domain/message.ts'

/** The search and the filters of the list of messages, as its address has them. */
export interface MessageFilter {
  readonly q?: string | undefined
  readonly status?: MessageStatus | undefined
  readonly slug?: string | undefined
  readonly channel?: 'email' | 'sms' | undefined
  /** The id of a Clerk instance. */
  readonly instance?: string | undefined
  readonly reason?: string | undefined
  readonly language?: string | undefined
  readonly provider?: string | undefined
  readonly fallback?: boolean | undefined
  readonly recipient?: string | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
}

/** The names and values of what is set, for an address or a form. */
export function pairsOf(filter: MessageFilter): [name: string, value: string][] {
  return Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value instanceof Date ? value.toISOString() : `${value}`]],
  )
}

/** The address of a page with the filter, without the base path. */
export function pathOf(filter: MessageFilter, page = '/messages', cursor?: string): string {
  const pairs = pairsOf(filter)
  if (cursor) pairs.push(['cursor', cursor])
  return pairs.length === 0 ? page : `${page}?${new URLSearchParams(pairs)}`
}

/** Whether nothing is set. */
export function isEmpty(filter: MessageFilter): boolean {
  return pairsOf(filter).length === 0
}
