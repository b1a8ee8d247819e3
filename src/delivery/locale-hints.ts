import { createHmac } from 'node:crypto'
import type { Channel } from '../domain/message.ts'
import type { Db } from '../store/engine/database.ts'
import { deleteLocaleHints, findLocaleHints, saveLocaleHint } from '../store/locale-hints.ts'

/** The languages of readers, as the app sent them: a sign-up code comes before there is a user. */
export interface LocaleHints {
  /** Keeps a hint for a day. `recipient` is normalised (`parseRecipient`), `locale` is BCP 47. */
  keep(channel: Channel, recipient: string, locale: string): Promise<void>
  /** The hints for the recipients that have one. */
  find(channel: Channel, recipients: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Deletes the hints of addresses and numbers, in the transaction. */
  forget(recipients: readonly string[], tx: Db): Promise<void>
}

const DAY_MS = 24 * 60 * 60 * 1_000

/** Recipients are hashed with `key`, which must be the same on all instances. */
export function createLocaleHints(deps: {
  readonly db: Db
  readonly key: string
  readonly now: () => Date
}): LocaleHints {
  const { db, key, now } = deps

  function hashOf(channel: Channel, recipient: string): string {
    return createHmac('sha256', key).update(`${channel}:${recipient.toLowerCase()}`).digest('hex')
  }

  return {
    keep(channel, recipient, locale) {
      const expiresAt = new Date(now().getTime() + DAY_MS)
      return saveLocaleHint(db, { recipientHash: hashOf(channel, recipient), locale, expiresAt })
    },
    async find(channel, recipients) {
      if (recipients.length === 0) return new Map()
      const hashes = new Map(recipients.map((recipient) => [hashOf(channel, recipient), recipient]))
      const found = await findLocaleHints(db, [...hashes.keys()], now())
      return new Map([...found].map(([hash, locale]) => [hashes.get(hash) ?? '', locale]))
    },
    forget: (recipients, tx) =>
      deleteLocaleHints(
        tx,
        recipients.map((one) => hashOf(one.startsWith('+') ? 'sms' : 'email', one)),
      ),
  }
}
