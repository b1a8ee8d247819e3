import { v7 } from 'uuid'
import { parseClerkEvent } from '../../src/clerk/events.ts'
import { createAcceptEvent } from '../../src/delivery/accept/accept-event.ts'
import { createDeliverMessages } from '../../src/delivery/deliver/deliver-messages.ts'
import { settleTogether } from '../../src/delivery/deliver/settle-together.ts'
import type { Enqueue } from '../../src/delivery/enqueue.ts'
import { createFreshMessages } from '../../src/delivery/fresh-messages.ts'
import { type DeliveryRecord, SILENT } from '../../src/delivery/signals.ts'
import { sweep } from '../../src/delivery/sweep.ts'
import { NO_ENCRYPTION } from '../../src/domain/content-cipher.ts'
import { onlyBrand } from '../../src/domain/instance-settings.ts'
import { NO_PACE } from '../../src/domain/pace.ts'
import { NO_LIMITS, type SendingLimits } from '../../src/domain/sending-limits.ts'
import type { Render } from '../../src/domain/template.ts'
import type { Transport } from '../../src/domain/transport.ts'
import { lookUpNumber } from '../../src/runtime/phone-number.ts'
import type { Db } from '../../src/store/engine/database.ts'
import { createRenderer } from '../../src/templates/render.ts'
import { FREE_LIMITER } from './free-limiter.ts'
import { NO_HAND_OVER } from './no-hand-over.ts'

/** The delivery core without HTTP, queue and worker: a test decides what happens when, and sets the clock. */
export interface DeliveryCore {
  /** Accepts an event; resolves with the id of its message. */
  accept(event: unknown, svixId?: string): Promise<string>
  /** Delivers the waiting messages that are due. Resolves with the requests made to `transport`. */
  work(): Promise<number>
  /** Sweeps and delivers, five times. Resolves with the requests made to `transport`. */
  settle(): Promise<number>
  status(id: string): Promise<{
    status: string
    reason: string | null
    detail: string | null
    content: unknown
    attempts: number
    providerMessageId: string | null
  }>
}

export function openDeliveryCore(options: {
  readonly db: Db
  readonly transport: Transport
  /** Another provider, which may have messages in doubt. */
  readonly other?: Transport
  readonly now: () => Date
  readonly retryUnknown?: boolean
  /** Delivers all due messages as one batch, and not one after the other. */
  readonly together?: boolean
  /** Whether it sends welcomes. It accepts them in any case. */
  readonly welcomeEmail?: boolean
  readonly newId?: () => string
  readonly render?: Render
  readonly limits?: SendingLimits
  readonly smsCountries?: readonly string[]
  readonly checkNumbers?: boolean
  readonly dailySegments?: number
  readonly welcomesPerMinute?: number
  readonly record?: (record: DeliveryRecord) => void
}): DeliveryCore {
  const { db, transport, now, retryUnknown = false, welcomeEmail = true } = options
  const { together = false, newId = v7 } = options
  const { render = createRenderer().render, record = () => {} } = options
  const { limits = NO_LIMITS, smsCountries, checkNumbers = false, dailySegments = null } = options
  const { welcomesPerMinute = null } = options
  const settingsOf = () => ({ ...onlyBrand(), limits, smsCountries })
  let waiting: { id: string; from: number }[] = []
  const enqueue: Enqueue = async (refs) => {
    waiting.push(...refs.map(({ id, startAfter }) => ({ id, from: startAfter?.getTime() ?? 0 })))
  }
  const policy = {
    welcomeEmail: true,
    settingsOf,
    lookUpNumber,
    checkNumbers,
    testRecipients: {},
    captured: { email: false, sms: false },
    exampleEmailAddress: '',
  }
  const fresh = createFreshMessages()
  const accept = createAcceptEvent({
    db,
    enqueue,
    fresh,
    handOver: NO_HAND_OVER,
    policy,
    cipher: NO_ENCRYPTION,
    now,
    newId,
    welcomesPerMinute,
    pace: NO_PACE,
  })
  const deliver = createDeliverMessages(
    {
      db,
      settleAttempt: settleTogether(db, NO_PACE),
      enqueue,
      fresh,
      cipher: NO_ENCRYPTION,
      settingsOf,
      dailySegments,
      signals: { ...SILENT, recorded: record },
      now,
      newId,
      random: () => 0.5,
      every: () => () => {},
    },
    {
      render,
      defaultLocale: 'en',
      welcomeEmail,
      retryUnknown,
      hints: null,
    },
  )

  const provider = {
    transport,
    limiter: FREE_LIMITER,
    ...(options.other ? { other: { transport: options.other, limiter: FREE_LIMITER } } : {}),
  }

  async function work(): Promise<number> {
    const due = waiting.filter(({ from }) => from <= now().getTime())
    waiting = waiting.filter((look) => !due.includes(look))
    const ids = due.map(({ id }) => id)
    let requests = 0
    for (const batch of together ? [ids] : ids.map((id) => [id])) {
      requests += await deliver(provider, batch)
    }
    return requests
  }

  return {
    work,
    async accept(event, svixId = v7()) {
      const parsed = parseClerkEvent(event)
      if (parsed.kind !== 'event') throw new Error(parsed.kind)
      const answer = await accept({ endpoint: 'clerk', svixId, event: parsed.event })
      return 'messageId' in answer ? (answer.messageId ?? '') : ''
    },
    async settle() {
      let requests = 0
      for (let round = 0; round < 5; round++) {
        await sweep({ db, requeueMissed: enqueue, limiters: [], now, graceMs: 0 })
        requests += await work()
      }
      return requests
    },
    status: (id) =>
      db
        .selectFrom('messages')
        .select(['status', 'reason', 'detail', 'content', 'attempts', 'providerMessageId'])
        .where('id', '=', id)
        .executeTakeFirstOrThrow(),
  }
}
