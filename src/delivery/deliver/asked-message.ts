import type { MessageKind } from '../../domain/message.ts'

/** A member of an attempt, once its body is written. */
export interface AskedMessage {
  readonly id: string
  readonly slug: string | null
  readonly kind: MessageKind
  readonly priority: number
  readonly createdAt: Date
  readonly expiresAt: Date
  /** How many attempts it has been in, this one included. */
  readonly tries: number
}
