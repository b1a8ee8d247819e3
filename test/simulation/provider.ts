import type { Channel } from '../../src/domain/message.ts'
import type {
  Found,
  OutgoingMessage,
  RequestBody,
  SendOutcome,
  Transport,
} from '../../src/domain/transport.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'

/** A message that the provider accepted. */
export interface Delivery {
  readonly messageId: string
  readonly to: string
  readonly slug: string | null
  readonly attemptKey: string
  readonly providerMessageId: string
  readonly at: number
}

type Email = Pick<OutgoingMessage, 'id' | 'to' | 'slug'> & { readonly expiresAt: string }

/** A provider with state, and its faults. */
export interface SimulatedProvider {
  readonly deliveries: readonly Delivery[]
  /** Requests for a message that had expired when they were made, by our clock. */
  readonly sentDead: readonly string[]
  /** Bodies that came under a key of another body. */
  readonly changedBodies: readonly string[]
  transport(instance: string, now: () => Date): Transport
  /** Ends all faults. */
  recover(): void
}

export function createProvider(
  options: {
    readonly channel: Channel
    readonly provider: string
    readonly idempotent: boolean
    readonly batchSize: number
    /** Whether it can be asked for messages in doubt. */
    readonly canFind: boolean
  },
  scheduler: Scheduler,
  random: Random,
): SimulatedProvider {
  const { channel, provider, idempotent, batchSize, canFind } = options
  const deliveries: Delivery[] = []
  const sentDead: string[] = []
  const changedBodies: string[] = []
  const answers = new Map<string, { body: string; outcomes: SendOutcome[] }>()
  let faulty = true

  function accept(emails: readonly Email[], key: string): SendOutcome[] {
    return emails.map((email) => {
      // The address is refused permanently, for this message only.
      if (email.to.startsWith('refused')) return { kind: 'refused', code: 'validation_error' }
      // Refused until the set-up is corrected, according to the answer.
      if (faulty && email.to.startsWith('foreign')) {
        return { kind: 'deferred', code: 'testing_domain', stops: 'if_others_too' }
      }
      const providerMessageId = `p${deliveries.length + 1}`
      deliveries.push({
        messageId: email.id,
        to: email.to,
        slug: email.slug,
        attemptKey: key,
        providerMessageId,
        at: scheduler.now(),
      })
      return { kind: 'accepted', providerMessageId }
    })
  }

  function handle(emails: readonly Email[], key: string): SendOutcome[] {
    const body = JSON.stringify(emails)
    const known = idempotent ? answers.get(key) : undefined
    if (known) {
      if (known.body !== body) changedBodies.push(key)
      return known.outcomes
    }
    const outcomes = accept(emails, key)
    // A request that was refused as a whole has not used its key.
    if (outcomes.some(({ kind }) => kind !== 'deferred')) answers.set(key, { body, outcomes })
    return outcomes
  }

  function all(emails: readonly Email[], outcome: SendOutcome): SendOutcome[] {
    return emails.map(() => outcome)
  }

  async function send(instance: string, now: Date, body: RequestBody, key: string) {
    const emails = body as Email[]
    for (const { id, expiresAt } of emails) if (new Date(expiresAt) <= now) sentDead.push(id)
    await scheduler.park(instance, random.below(200))
    const fault = faulty && random.chance(0.35) ? random.below(6) : 6
    switch (fault) {
      case 0:
        return all(emails, { kind: 'deferred', code: 'rate_limit_exceeded', retryAfterMs: 1_000 })
      case 1:
        return all(emails, { kind: 'deferred', code: 'invalid_api_key', stops: 'configuration' })
      case 2:
        await scheduler.park(instance, 10_000)
        return all(emails, { kind: 'unknown', code: 'timeout' })
      case 3:
        return all(emails, { kind: 'unknown', code: 'reset' })
      case 4:
        handle(emails, key)
        await scheduler.park(instance, random.below(10_000))
        return all(emails, { kind: 'unknown', code: 'reset' })
      case 5:
        if (emails.length > 1) return all(emails, { kind: 'deferred', code: 'batch_refused' })
        return all(emails, { kind: 'unknown', code: 'http_500' })
      default: {
        const outcomes = handle(emails, key)
        await scheduler.park(instance, random.below(300))
        return outcomes
      }
    }
  }

  async function find(instance: string, body: RequestBody): Promise<Found> {
    await scheduler.park(instance, random.below(200))
    if (faulty && random.chance(0.3)) return { kind: 'unclear' }
    const sought = (body as Email[])[0]
    const found = deliveries.find(({ messageId }) => messageId === sought?.id)
    if (!found) return { kind: 'absent' }
    return { kind: 'found', providerMessageIds: [found.providerMessageId] }
  }

  return {
    deliveries,
    sentDead,
    changedBodies,
    recover() {
      faulty = false
    },
    transport: (instance, now) => ({
      channel,
      provider,
      idempotent,
      batchSize,
      prepare: (messages) =>
        messages.map(({ id, to, slug, expiresAt }) => ({ id, to, slug, expiresAt })),
      send: (body, { idempotencyKey }) => send(instance, now(), body, idempotencyKey),
      ...(canFind ? { find: (body: RequestBody) => find(instance, body) } : {}),
    }),
  }
}
