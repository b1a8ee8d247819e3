import type { MessageStatus } from '../../domain/message.ts'
import { pairsOf, withQuery } from '../ui/with-query.ts'

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

/** The address of a page with the filter, without the base path. */
export function pathOf(filter: MessageFilter, page = '/messages', cursor?: string): string {
  return withQuery(page, { ...filter, cursor })
}

/** Whether nothing is set. */
export function isEmpty(filter: MessageFilter): boolean {
  return pairsOf(filter).length === 0
}
