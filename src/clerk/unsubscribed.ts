import { z } from 'zod'
import type { ParsedEvent } from '../domain/event.ts'
import { envelope, flag, timestamp } from './envelope.ts'

const leftToUs = z.object({
  timestamp: timestamp.nullish().catch(null),
  instance_id: envelope.instance_id.catch('unknown'),
  data: z.object({ delivered_by_clerk: flag.pipe(z.literal(false)) }),
})

/** An event of a type that we do not subscribe to: of interest only if Clerk leaves it to us to deliver. */
export function unsubscribed(type: string, body: unknown, signedAt: Date): ParsedEvent {
  const { data } = leftToUs.safeParse(body)
  if (!data) return { kind: 'ignored', type }
  const { timestamp: at, instance_id: instanceId } = data
  return {
    kind: 'event',
    event: { kind: 'undelivered', type, instanceId, occurredAt: at ?? signedAt, example: false },
  }
}
