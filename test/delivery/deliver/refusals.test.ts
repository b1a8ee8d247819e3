import { v7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createDeliverMessages } from '../../../src/delivery/deliver/deliver-messages.ts'
import { settleTogether } from '../../../src/delivery/deliver/settle-together.ts'
import { createFreshMessages } from '../../../src/delivery/fresh-messages.ts'
import { createLimiter } from '../../../src/delivery/limiter.ts'
import { SILENT } from '../../../src/delivery/signals.ts'
import { NO_ENCRYPTION } from '../../../src/domain/content-cipher.ts'
import { onlyBrand } from '../../../src/domain/instance-settings.ts'
import { NO_PACE } from '../../../src/domain/pace.ts'
import type { SendOutcome, Transport } from '../../../src/domain/transport.ts'
import type { Db } from '../../../src/store/engine/database.ts'
import { createTestDatabase, ENGINES } from '../../support/engines.ts'
import { addMessage, CONTENT } from '../../support/ledger-rows.ts'

const REFUSED: SendOutcome = { kind: 'deferred', code: 'testing_domain', stops: 'if_others_too' }

/** Refuses addresses that begin with "stranger". */
const transport: Transport = {
  channel: 'email',
  provider: 'resend',
  idempotent: true,
  batchSize: 100,
  prepare: (messages) => messages.map(({ to }) => to),
  send: async (recipients) =>
    (recipients as string[]).map((to) =>
      to.startsWith('stranger') ? REFUSED : { kind: 'accepted', providerMessageId: v7() },
    ),
}

async function deliver(db: Db, ...recipients: string[]): Promise<string | null> {
  const now = () => new Date()
  const enqueue = async () => {}
  const limiter = await createLimiter({
    db,
    provider: 'resend',
    startingRate: null,
    now,
    sleep: async () => {},
    onChange: () => {},
    enqueue,
  })
  const context = {
    db,
    settleAttempt: settleTogether(db, NO_PACE),
    enqueue,
    fresh: createFreshMessages(),
    cipher: NO_ENCRYPTION,
    settingsOf: () => onlyBrand(),
    dailySegments: null,
    signals: SILENT,
    now,
    newId: v7,
    random: () => 0.5,
    every: () => () => {},
  }
  const deliverMessages = createDeliverMessages(context, {
    render: async () => ({
      channel: 'email',
      subject: 's',
      html: 'h',
      text: 't',
      template: 'x',
      locale: 'en',
      fallback: null,
    }),
    defaultLocale: 'en',
    hints: null,
    welcomeEmail: true,
    retryUnknown: false,
  })
  const ids = await Promise.all(
    recipients.map((recipient) =>
      addMessage(db, { status: 'queued', recipient, content: CONTENT }),
    ),
  )
  await deliverMessages({ transport, limiter }, ids)
  return limiter.stoppedBy()
}

describe.each(ENGINES)('the stop of a provider after refusals in one batch, on %s', (engine) => {
  it.each<[string, string | null]>([
    ['stranger1@mail.dev owner1@mail.dev stranger2@mail.dev owner2@mail.dev', null],
    ['stranger3@mail.dev stranger4@mail.dev', 'testing_domain'],
    ['Stranger5@mail.dev stranger5@mail.dev', null],
  ])('of %s', async (recipients, stoppedBy) => {
    await using home = await createTestDatabase(engine)
    const { db, close } = await home.open()
    expect(await deliver(db, ...recipients.split(' '))).toBe(stoppedBy)
    await close()
  })
})
