import { sql } from 'kysely'
import type { Database } from '../../src/store/engine/database.ts'
import { endLeases } from '../../src/store/message/waiting.ts'
import { createResendTransport } from '../../src/transports/resend.ts'
import type { Random } from '../simulation/random.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { type DeliveryCore, openDeliveryCore } from '../support/delivery-core.ts'
import type { ResendServer } from '../support/resend-server.ts'

/** What must be true after a power cut. */
export interface Promised {
  /** The messages of acknowledged events. */
  readonly acknowledged: Set<string>
  readonly resend: ResendServer
  /** How many emails it had accepted before. */
  readonly from: number
}

/** The real acceptance and delivery, as after the start of the service. */
export async function startDelivery(
  { db }: Database,
  { resend }: Promised,
  now: () => Date,
): Promise<DeliveryCore> {
  await endLeases(db, now())
  return openDeliveryCore({
    db,
    now,
    transport: createResendTransport({
      apiKey: 're_test',
      baseUrl: resend.url,
      from: 'a@acme.dev',
    }),
    render: async ({ channel }) => {
      const origin = { template: 't', locale: 'en', fallback: null }
      return channel === 'email'
        ? { channel, subject: 's', html: 'h', text: 't', ...origin }
        : { channel, body: 'b', ...origin }
    },
  })
}

/** Delivers what is waiting. Returns what is wrong; null if every acknowledged message was sent once. */
export async function checkPromised(
  { db }: Database,
  delivery: DeliveryCore,
  { acknowledged, resend, from }: Promised,
): Promise<string | null> {
  await delivery.settle()
  const rows = await db.selectFrom('messages').select(['id', 'status']).execute()
  const statuses = new Map(rows.map(({ id, status }) => [id, status]))
  const requests = new Map<string, number>()
  for (const { tags } of resend.accepted.slice(from)) {
    const id = tags.message_id ?? ''
    requests.set(id, (requests.get(id) ?? 0) + 1)
  }
  const wrong = [...acknowledged].flatMap((id) => {
    const status = statuses.get(id)
    if (status === undefined) return [`${id} is lost`]
    if (status !== 'sent') return [`${id} is ${status}`]
    return requests.get(id) === 1 ? [] : [`${id} was sent ${requests.get(id) ?? 0} times`]
  })
  const twice = [...requests].filter(([id, count]) => count > 1 && !acknowledged.has(id))
  wrong.push(...twice.map(([id, count]) => `${id} was sent ${count} times`))
  return wrong.length === 0 ? null : wrong.join(', ')
}

/** Accepts some events at once and delivers them; sometimes the engine writes everything to its files. */
export async function acceptAndDeliver(
  { db }: Database,
  delivery: DeliveryCore,
  random: Random,
  { acknowledged }: Promised,
): Promise<void> {
  const events = Array.from({ length: 1 + random.below(4) }, () => emailCreated())
  const answers = await Promise.allSettled(
    events.map(async (event) => acknowledged.add(await delivery.accept(event))),
  )
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason
  if (random.chance(0.8)) await delivery.work()
  if (random.chance(0.2)) await sql`checkpoint`.execute(db)
}
