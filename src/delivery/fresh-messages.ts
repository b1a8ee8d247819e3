import type { OpenMessage } from '../store/message/open-message.ts'

/**
 * Messages that this process stored a moment ago, so that its workers need not read them. They may have
 * changed in the database meanwhile: beginning an attempt decides what may be sent.
 */
export interface FreshMessages {
  add(messages: readonly OpenMessage[]): void
  /** Removes those of the messages that are there, and returns them. */
  take(ids: readonly string[]): OpenMessage[]
}

// More than workers have room for. A message that is dropped is read from the database.
const MOST = 500

export function createFreshMessages(): FreshMessages {
  const messages = new Map<string, OpenMessage>()
  return {
    add(added) {
      for (const message of added) messages.set(message.id, message)
      for (const id of messages.keys()) {
        if (messages.size <= MOST) break
        messages.delete(id)
      }
    },
    take(ids) {
      const taken = ids.flatMap((id) => messages.get(id) ?? [])
      for (const { id } of taken) messages.delete(id)
      return taken
    },
  }
}
