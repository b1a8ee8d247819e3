import { z } from 'zod'
import type { Db } from '../../store/engine/database.ts'
import { channel, given, text } from '../messages/query.ts'

export interface SuppressionDeps {
  readonly db: Db
  readonly now: () => Date
  readonly newId: () => string
}

const schema = z.object({
  q: given(text(320)).catch(undefined),
  channel: given(channel).catch(undefined),
})

/** The filters of the list, in a URL or a form. One that is not valid counts as none. */
export function suppressionFilter(fields: unknown) {
  const { q, channel } = schema.parse(fields)
  return { q: q?.trim() || undefined, channel }
}
