import { z } from 'zod'
import type { ParsedEvent } from '../domain/event.ts'
import { envelope, flag, timestamp } from './envelope.ts'

const undelivered = z.object({
  timestamp: timestamp.nullish().catch(null),
  instance_id: envelope.instance_id.catch('unknown'),
  data: z.object({ delivered_by_clerk: flag.pipe(z.literal(false)) }),
})

/** An event of another type: ignored, unless Clerk says that it does not deliver the message itself. */
export function unsubscribed(type: string, body: unknown, signedAt: Date): ParsedEvent {
  const { data } = undelivered.safeParse(body)
  if (!data) return { kind: 'ignored', type }
  const { timestamp: at, instance_id: instanceId } = data
  return {
    kind: 'event',
    event: { kind: 'undelivered', type, instanceId, occurredAt: at ?? signedAt, example: false },
  }
}
