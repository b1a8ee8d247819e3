import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AttemptOutcome } from '../../src/store/engine/schema.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addFailed, addMessage, CONTENT } from '../support/ledger-rows.ts'

const VIEWER = 'a-viewer-token-for-tests-only'
const PROVIDER_ID = '6f1c1c5e-9d1c-4b0e-8a53-52c9a2d8f0aa'
const SID = `SM${'0a1b'.repeat(8)}`

describe.each(ENGINES)('the page of a message on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  const start = Date.now() - 60_000
  const later = (ms: number) => new Date(start + ms)

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, { OPS_VIEWER_TOKEN: VIEWER })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  /** The words of a page, without tags. */
  async function read(id: string, token = OPS_TOKEN): Promise<{ html: string; words: string }> {
    const headers = { authorization: `Bearer ${token}` }
    const html = await (await fetch(`${bellhop.url}/messages/${id}`, { headers })).text()
    const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'))
    const words = main
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll('&#39;', "'")
      .replaceAll(/\s+/g, ' ')
    return { html, words }
  }

  async function addEvent(messageId: string, svixId: string, outcome: string, at: Date) {
    await bellhop.database.db
      .insertInto('events')
      .values({
        id: v7(),
        endpoint: 'clerk',
        svixId,
        type: 'email.created',
        instanceId: 'ins_test',
        userId: null,
        occurredAt: later(0),
        receivedAt: at,
        outcome: outcome as 'accepted',
        reason: null,
        messageId,
      })
      .execute()
  }

  async function addAttempt(
    message: string,
    provider: string,
    at: [number, number],
    outcome: AttemptOutcome,
  ) {
    const id = v7({ msecs: later(at[0]).getTime() })
    await bellhop.database.db
      .insertInto('attempts')
      .values({
        id,
        provider,
        idempotencyKey: id,
        messageIds: [message],
        body: null,
        takeovers: 0,
        startedAt: later(at[0]),
        finishedAt: later(at[1]),
        outcomes: JSON.stringify([outcome]),
      })
      .execute()
  }

  it('tells a story with durations, from Clerk to the reader', async () => {
    const { db } = bellhop.database
    const id = await addMessage(db, {
      status: 'delivered',
      recipient: 'ada@mail.dev',
      userId: 'user_ada',
      occurredAt: later(0),
      createdAt: later(310),
      sentAt: later(402),
      expiresAt: later(600_000),
      template: 'verification_code',
      locale: 'de',
      localeSource: 'hint',
      provider: 'resend',
      providerMessageId: PROVIDER_ID,
    })
    await addEvent(id, 'msg_first', 'accepted', later(300))
    await addEvent(id, 'msg_again', 'duplicate', later(21_802))
    await addAttempt(id, 'resend', [340, 402], { kind: 'accepted' })
    await db
      .insertInto('receipts')
      .values({
        id: v7(),
        provider: 'resend',
        providerEventId: `evt_${id}`,
        messageId: id,
        status: 'delivered',
        detail: null,
        at: later(1_802),
        receivedAt: later(2_000),
      })
      .execute()
    await db
      .insertInto('audit')
      .values({
        id: v7(),
        at: later(51_802),
        actor: 'clerk:user_oncall',
        action: 'reveal',
        messageId: id,
        detail: null,
      })
      .execute()
    const { html, words } = await read(id)
    expect(words).toMatch(/^ Verification code to a\*\*\*@mail\.dev delivered It arrived/)
    expect(words).toContain('Resend delivered it 1.8 s after Clerk created it.')
    const steps = [
      'Created at Clerk',
      '+300 ms Received email.created msg_first',
      '+10 ms Queued',
      '+30 ms Request sent to Resend',
      '+62 ms Accepted by Resend',
      '+1.4 s Delivered Reported by Resend',
      '+20 s The same message again, turned away email.created msg_again',
      '+30 s Recipient revealed by user_oncall',
      'Expires in 9 min',
    ]
    const places = steps.map((step) => words.indexOf(step))
    expect(places.indexOf(-1), words).toBe(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(words).toContain('de , from a language hint of your app')
    expect(html).toContain(`href="https://resend.com/emails/${PROVIDER_ID}"`)
    expect(html).toContain('href="/messages?q=user_ada"')
    expect(words).toContain('It cannot be sent again.')
    expect(html).not.toContain('ada@')
  })

  it('quotes the provider, and names what else the person got', async () => {
    const { db } = bellhop.database
    const common = { recipient: 'grace@mail.dev', createdAt: later(0), expiresAt: later(600_000) }
    const other = await addMessage(db, { ...common, status: 'sent', slug: 'password_changed' })
    const id = await addFailed(db, {
      ...common,
      reason: 'validation_error',
      finishedAt: later(500),
    })
    const detail = 'The domain is not verified.'
    await addAttempt(id, 'resend', [100, 200], { kind: 'deferred', code: 'rate_limit_exceeded' })
    await addAttempt(id, 'resend', [300, 500], {
      kind: 'refused',
      code: 'validation_error',
      detail,
    })
    const { html, words } = await read(id)
    expect(words).toContain(`It was not sent Resend answered validation_error : “${detail}”`)
    expect(words).toContain('Put off by Resend rate_limit_exceeded')
    expect(words).toContain('Request sent to Resend Attempt 2')
    expect(html).toContain(`<q>${detail}</q>`)
    expect(words).toContain('A new message with the same content goes to g***@mail.dev')
    expect(words).toContain('Other messages of the same person')
    expect(html).toContain(`href="/messages/${other}"`)
    expect(words).toContain('Password changed')
  })

  it('says who sent it again, on both messages', async () => {
    const { db } = bellhop.database
    const id = await addFailed(db, { expiresAt: later(600_000) })
    const headers = { authorization: `Bearer ${OPS_TOKEN}` }
    await fetch(`${bellhop.url}/messages/${id}/resend`, {
      method: 'POST',
      headers,
      redirect: 'manual',
    })
    const { html, words } = await read(id)
    expect(words).toMatch(/Sent again as a new message by OPS_TOKEN/)
    const [, copy = ''] = html.match(/href="\/messages\/([\da-f-]{36})">a new message/) ?? []
    expect((await read(copy)).words).toContain('Sent again from an earlier message by OPS_TOKEN')
  })

  it('warns that an SMS of unknown result may arrive twice, and leads to Twilio', async () => {
    const id = await addMessage(bellhop.database.db, {
      status: 'unknown',
      channel: 'sms',
      recipient: '+14155552671',
      provider: 'twilio',
      providerMessageId: SID,
      content: CONTENT,
      createdAt: later(0),
      finishedAt: later(1),
      expiresAt: later(600_000),
    })
    const { html, words } = await read(id)
    expect(words).toContain('There was no clear answer from Twilio.')
    expect(words).toContain('the reader may get it twice')
    expect(html).toContain(`href="https://www.twilio.com/console/sms/logs/${SID}"`)
  })

  it('names the second account of Resend, which took over', async () => {
    const id = await addMessage(bellhop.database.db, {
      status: 'delivered',
      provider: 'resend-standby',
      recipient: 'mary@mail.dev',
    })
    expect((await read(id)).words).toContain('It arrived Reported by Resend (second account).')
  })

  it('says which suppression applies, and allows the address again', async () => {
    const { db } = bellhop.database
    const id = await addMessage(db, {
      status: 'skipped',
      reason: 'suppressed',
      recipient: 'hedy@mail.dev',
    })
    const [{ id: suppression } = { id: '' }] = await db
      .insertInto('suppressions')
      .values({
        channel: 'email',
        address: 'hedy@mail.dev',
        reason: 'complaint',
        scope: 'unasked',
        source: 'resend',
        since: later(0),
        messageId: null,
      })
      .returning('id')
      .execute()
    const { words } = await read(id)
    expect(words).toContain('It was not sent, on purpose Its recipient was suppressed')
    expect(words).toContain('Its reader marked a message as spam')
    expect(words).toContain('Held back: notices, invitations and welcomes')
    const response = await fetch(`${bellhop.url}/suppressions/${suppression}/allow`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPS_TOKEN}` },
      body: new URLSearchParams({ note: 'call +1 415 555 2671', message: id }),
      redirect: 'manual',
    })
    expect(response.headers.get('location')).toBe(`/messages/${id}`)
    const last = await db.selectFrom('audit').selectAll().orderBy('id', 'desc').limit(1).execute()
    expect(last).toMatchObject([{ detail: 'email h***@mail.dev (complaint): call …' }])
    expect((await read(id)).words).not.toContain('marked a message as spam')
  })

  it('has no actions for a viewer, and says so', async () => {
    const id = await addFailed(bellhop.database.db, { expiresAt: later(600_000) })
    const { html, words } = await read(id, VIEWER)
    expect(words).toContain('Only operators can reveal the recipient or send a message again.')
    expect(html.slice(html.indexOf('<main'))).not.toContain('method="post"')
  })
})
