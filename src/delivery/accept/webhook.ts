import type { ClerkEvent } from '../../domain/event.ts'

/** One verified webhook. */
export interface Webhook {
  readonly endpoint: string
  readonly svixId: string
  readonly receivedAt: Date
  readonly event: ClerkEvent
}
