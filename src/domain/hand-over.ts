import type { MessageRef } from './message-ref.ts'

/**
 * Hands messages that this process has stored to its own workers, without a job in the database. When
 * the workers are behind, messages go on the queue, where other instances take them.
 */
export interface HandOver {
  /** Those of the messages that the workers can take up soon. */
  withRoom(refs: readonly MessageRef[]): readonly MessageRef[]
  /** Call it when the transaction that stored the messages is committed. */
  give(refs: readonly MessageRef[]): void
}
