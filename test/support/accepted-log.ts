/** Every message that a fake provider accepted. Tests use it to see whether one was sent twice. */
export interface AcceptedLog<Message> {
  readonly messages: readonly Message[]
  add(message: Message): void
  /** Resolves with all accepted messages as soon as there are `count`. */
  waitFor(count: number): Promise<readonly Message[]>
}

/** An empty log. */
export function createAcceptedLog<Message>(): AcceptedLog<Message> {
  const messages: Message[] = []
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>()
  return {
    messages,
    add(message) {
      messages.push(message)
      for (const waiter of waiting) {
        if (messages.length < waiter.count) continue
        waiting.delete(waiter)
        waiter.resolve()
      }
    },
    async waitFor(count) {
      if (messages.length < count) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add({ count, resolve })
        await promise
      }
      return messages
    },
  }
}
