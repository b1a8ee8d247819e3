import { EXAMPLE_EMAIL_ADDRESS } from '../clerk/published-examples.ts'
import type { Config } from '../config/config.ts'
import { type AcceptEvent, createAcceptEvent } from '../delivery/accept/accept-event.ts'
import {
  createDeliverMessages,
  type DeliverMessages,
} from '../delivery/deliver/deliver-messages.ts'
import { settleTogether } from '../delivery/deliver/settle-together.ts'
import { createErasePerson, type ErasePerson } from '../delivery/erase-person.ts'
import { createFreshMessages } from '../delivery/fresh-messages.ts'
import { createLocaleHints, type LocaleHints } from '../delivery/locale-hints.ts'
import { createRecordReceipt, type RecordReceipt } from '../delivery/record-receipt.ts'
import { createSendAgain, type SendAgain } from '../delivery/send-again.ts'
import { createTurns } from '../delivery/turns.ts'
import type { ContentCipher } from '../domain/content-cipher.ts'
import type { Runtime } from '../domain/runtime.ts'
import { createHandOver, leaveInRows } from '../queue/hand-over.ts'
import { createContentCipher } from '../runtime/encryption.ts'
import { createPace } from '../runtime/pace.ts'
import { lookUpNumber } from '../runtime/phone-number.ts'
import { createEvery } from '../runtime/timers.ts'
import type { Renderer } from '../templates/render.ts'
import type { Base } from './base.ts'
import { capturedChannels } from './captured.ts'
import type { Observation } from './observation.ts'
import type { Provider } from './open-provider.ts'
import type { Store } from './store.ts'

/** What the service does with events, messages, receipts and people. */
export interface Delivery {
  readonly accept: AcceptEvent
  readonly deliver: DeliverMessages
  readonly recordReceipt: RecordReceipt
  readonly sendAgain: SendAgain
  readonly erasePerson: ErasePerson
  readonly hints: LocaleHints | null
  readonly cipher: ContentCipher
}

export function openDelivery(
  config: Config,
  base: Base,
  parts: {
    readonly store: Store
    readonly providers: readonly Provider[]
    readonly renderer: Pick<Renderer, 'render'>
    readonly observation: Observation
    readonly runtime: Runtime
  },
): Delivery {
  const { store, providers, renderer, observation } = parts
  const { metrics, signals } = observation
  const { now, newId, random, onError } = base
  const { db } = store
  const { enqueue } = store.queue
  const { apiToken, defaultLocale, welcomeEmail } = config
  const cipher = createContentCipher(config.encryptionKeys)
  const hints = apiToken ? createLocaleHints({ db, key: apiToken, now }) : null
  const turns = createTurns()
  const fresh = createFreshMessages()
  const backlogs = new Map(providers.map(({ transport, backlog }) => [transport.channel, backlog]))
  const accept = createAcceptEvent({
    db,
    cipher,
    hints,
    enqueue,
    fresh,
    handOver:
      parts.runtime === 'server'
        ? createHandOver(backlogs, { queue: store.queue, onError })
        : leaveInRows(store.queue),
    policy: acceptancePolicy(config),
    welcomesPerMinute: config.welcomesPerMinute,
    now,
    newId,
    pace: createPace(),
  })
  const deliver = createDeliverMessages(
    {
      db,
      settleAttempt: settleTogether(db, createPace()),
      enqueue,
      fresh,
      cipher,
      settingsOf: config.settingsOf,
      dailySegments: config.dailySegments ?? null,
      signals: signals.delivery,
      now,
      random,
      newId,
      every: createEvery(onError),
    },
    {
      render: renderer.render,
      defaultLocale,
      welcomeEmail,
      retryUnknown: config.retryUnknownSms,
      hints,
      pause: turns.pause,
    },
  )
  return {
    accept: signals.watch(turns.watch(accept)),
    deliver,
    recordReceipt: createRecordReceipt({ db, now, newId, moved: metrics.countMove }),
    sendAgain: createSendAgain({ db, enqueue, now, newId, cipher }),
    erasePerson: createErasePerson({ db, hints, now, newId }),
    hints,
    cipher,
  }
}

function acceptancePolicy(config: Config) {
  const { welcomeEmail, settingsOf, checkNumbers, testRecipients } = config
  return {
    welcomeEmail,
    settingsOf,
    lookUpNumber,
    checkNumbers,
    testRecipients,
    captured: capturedChannels(config),
    exampleEmailAddress: EXAMPLE_EMAIL_ADDRESS,
  }
}
