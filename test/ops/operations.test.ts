import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addFailed, addMessage, CONTENT } from '../support/ledger-rows.ts'
import { openProviders, type Providers } from '../support/providers.ts'

interface Listed {
  readonly messages: readonly { readonly id: string; readonly resendOf: string | null }[]
  readonly nextCursor: string | null
}

describe.each(ENGINES)('operations over HTTP on %s', (engine) => {
  let home: TestDatabase
  let providers: Providers
  let bellhop: RunningBellhop
  const refused = new Set<string>()

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    providers = await openProviders({ refuses: (address) => refused.has(address) })
    bellhop = await startBellhop(home, providers.env)
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await providers[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const get = async (path: string) => (await bellhop.get(path)).text()
  const post = (path: string, body: string | URLSearchParams = new URLSearchParams()) =>
    fetch(`${bellhop.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      body,
      headers: {
        authorization: `Bearer ${OPS_TOKEN}`,
        'content-type':
          typeof body === 'string' ? 'application/json' : 'application/x-www-form-urlencoded',
      },
    })
  const audit = () => bellhop.database.db.selectFrom('audit').selectAll().orderBy('id').execute()

  /** A sign-in email that Resend refused. */
  async function failed(address: string): Promise<string> {
    refused.add(address)
    const { answer } = await bellhop.post(emailCreated({ to_email_address: address }))
    await bellhop.reaches(answer.messageId, 'failed')
    refused.delete(address)
    const id = String(answer.messageId)
    // A failed message keeps its content until it expires.
    await bellhop.database.db
      .updateTable('messages')
      .set({ content: JSON.stringify(CONTENT) })
      .where('id', '=', id)
      .execute()
    return id
  }

  it('send a failed message again', async () => {
    const id = await failed('ada@mail.dev')
    const response = await post(`/api/messages/${id}/resend`, '{}')
    expect(response.status).toBe(200)
    const { messageId } = (await response.json()) as { messageId: string }
    expect(await bellhop.reaches(messageId, 'sent')).toMatchObject({ resendOf: id })
    expect(providers.resend.accepted.filter(({ to }) => to.includes('ada@mail.dev'))).toHaveLength(
      1,
    )

    const again = await post(`/api/messages/${id}/resend`, '{}')
    expect(again.status).toBe(409)
    expect(await again.json()).toEqual({ error: expect.any(String), reason: 'resent' })
    expect(await get(`/messages/${id}`)).toContain(`href="/messages/${messageId}"`)
    expect(await get(`/messages/${messageId}`)).toContain(`href="/messages/${id}"`)
  })

  it('lead from the form to the new message, or to the reason against it', async () => {
    const id = await failed('bob@mail.dev')
    const response = await post(`/messages/${id}/resend`)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toMatch(/^\/messages\/[0-9a-f-]{36}$/)
    const again = await post(`/messages/${id}/resend`)
    expect(again.status).toBe(409)
    expect(await again.text()).toContain('It was sent again already.')
  })

  it('send messages again that failed since a given time', async () => {
    const since = new Date().toISOString()
    const id = await failed('carol@mail.dev')
    expect(await get(`/messages/resend-failed?since=${since}`)).toContain('1 message can be sent')
    const response = await post('/api/messages/resend-failed', JSON.stringify({ since }))
    expect(await response.json()).toEqual({ resent: 1, left: 0, refused: {} })
    expect((await post('/api/messages/resend-failed', '{"since":"soon"}')).status).toBe(400)
    const page = await post(
      '/messages/resend-failed',
      new URLSearchParams({ since, channel: '', slug: '' }),
    )
    expect(await page.text()).toContain('0 messages sent again.')
    expect(await get(`/messages/${id}`)).toContain('Sent again as')
  })

  it.each(['nonsense', '00000000-0000-7000-8000-000000000000'])(
    'know no message %s',
    async (id) => {
      for (const path of [
        `/api/messages/${id}/resend`,
        `/messages/${id}/resend`,
        `/messages/${id}/reveal`,
      ]) {
        expect((await post(path)).status).toBe(404)
      }
    },
  )

  it('reveal a recipient, and record who asked for it', async () => {
    const id = await addMessage(bellhop.database.db, {
      status: 'sent',
      recipient: 'grace@mail.dev',
    })
    expect(await get(`/messages/${id}`)).not.toContain('grace@')
    const before = (await audit()).length
    const response = await post(`/messages/${id}/reveal`)
    expect(await response.text()).toContain('grace@mail.dev')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const after = await get(`/messages/${id}`)
    expect(after).not.toContain('grace@')
    expect(after).toContain('Recipient revealed by OPS_TOKEN')
    const entries = (await audit()).slice(before)
    expect(entries).toMatchObject([{ action: 'reveal', actor: 'token', messageId: id }])
    expect(JSON.stringify(entries)).not.toContain('grace@')
  })

  it('allow a suppressed address again, and record who did it', async () => {
    const { db } = bellhop.database
    const messageId = await addMessage(db, { status: 'bounced', recipient: 'gone@mail.dev' })
    await db
      .insertInto('suppressions')
      .values({
        channel: 'email',
        address: 'gone@mail.dev',
        reason: 'bounced',
        source: 'resend',
        since: new Date(),
        messageId: messageId,
      })
      .execute()
    const html = await get('/suppressions')
    expect(html).toContain('g***@mail.dev')
    expect(html).not.toContain('gone@')
    const [action = ''] = html.match(/\/suppressions\/[0-9a-f-]{36}\/allow/) ?? []
    expect((await post(action)).status).toBe(303)
    expect(await get('/suppressions')).toContain('No address is suppressed')
    expect((await post(action)).status).toBe(303)
    expect((await audit()).filter((entry) => entry.action === 'allow_again')).toMatchObject([
      { actor: 'token', messageId: messageId, detail: 'email g***@mail.dev (bounced)' },
    ])
  })

  it('filter by time, also over several pages', async () => {
    const { db } = bellhop.database
    const at = (minute: number) => new Date(Date.UTC(2025, 0, 1, 12, minute))
    const ids: string[] = []
    for (let minute = 0; minute < 5; minute++) {
      ids.unshift(await addMessage(db, { status: 'expired', slug: 'news', createdAt: at(minute) }))
    }
    const query = 'slug=news&status=expired&from=2025-01-01T12:01&to=2025-01-01T12:04'
    const seen: string[] = []
    let cursor: string | null = ''
    do {
      const response = await bellhop.get(`/api/messages?${query}&limit=2&cursor=${cursor}`)
      const page: Listed = (await response.json()) as Listed
      seen.push(...page.messages.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(ids.slice(1, 4))
  })

  it('keep the filters from page to page', async () => {
    const { db } = bellhop.database
    for (let n = 0; n < 31; n++) {
      await addMessage(db, {
        status: 'skipped',
        recipient: 'many@mail.dev',
        createdAt: new Date(Date.UTC(2025, 1, 1, 0, n)),
      })
    }
    const first = await get('/messages?status=skipped&slug=&recipient=many%40mail.dev')
    expect(first.match(/<tr class="opens">/g)).toHaveLength(30)
    const [, next = ''] = first.match(/rel="next"[^>]* href="([^"]+)"/) ?? []
    expect(next).toContain('recipient=many%40mail.dev')
    const second = await get(next.replaceAll('&amp;', '&'))
    expect(second.match(/<tr class="opens">/g)).toHaveLength(1)
    expect(second).not.toContain('rel="next"')
  })

  it('name the filters that are not valid, and use the others', async () => {
    const html = await get('/messages?status=lost&from=yesterday&slug=no_such')
    expect(html).toContain('These filters are not valid and were ignored: status, from.')
    expect(html).toContain('No message matches')
    expect((await bellhop.get('/api/messages?status=lost')).status).toBe(400)
  })

  it('show on the overview what an operator should look at', async () => {
    const { db } = bellhop.database
    await addMessage(db, { status: 'sent', slug: 'news_flash', fallback: 'unknown_slug' })
    await db
      .updateTable('transports')
      .set({ stoppedBy: 'invalid_api_key' })
      .where('provider', '=', 'twilio')
      .execute()
    await bellhop.post(emailCreated(), { secret: 'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' })
    await fetch(`${bellhop.url}/api/webhooks/twilio`, { method: 'POST' })
    const html = await get('/overview')
    for (const text of [
      'stopped by invalid_api_key',
      '<a href="/doctor">Run the checks</a>',
      'news_flash',
      '2 webhooks with a bad signature',
      'clerk 1, twilio 1',
      'No code is waiting',
      'Twilio is stopped',
      'No SMS is sent.',
      '/overview/hours',
    ]) {
      expect(html).toContain(text)
    }
  })

  it('begin at the overview if no channel is captured', async () => {
    const response = await fetch(bellhop.url, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${OPS_TOKEN}` },
    })
    expect(response.headers.get('location')).toBe('/overview')
  })

  it('show every step of a message, and nothing of its content', async () => {
    const { answer } = await bellhop.post(emailCreated({ data: { otp_code: '918273' } }))
    const { providerMessageId } = await bellhop.reaches(answer.messageId, 'sent')
    await bellhop.database.db
      .insertInto('receipts')
      .values({
        id: String(answer.messageId),
        provider: 'resend',
        providerEventId: 'evt_1',
        messageId: String(answer.messageId),
        status: 'bounced',
        detail: 'Permanent/General',
        at: new Date(),
        receivedAt: new Date(),
      })
      .execute()
    const html = await get(`/messages/${answer.messageId}`)
    for (const text of [
      'Created at Clerk',
      'email.created <code>msg_',
      'Queued',
      'Request sent to Resend',
      'Accepted by Resend',
      String(providerMessageId),
      'Reported by Resend: <code>Permanent/General</code>',
      'Expires in ',
    ]) {
      expect(html).toContain(text)
    }
    expect(html).not.toContain('918273')
  })

  it('make one message from a double click', async () => {
    const id = await addFailed(bellhop.database.db)
    const responses = await Promise.all([1, 2, 3].map(() => post(`/messages/${id}/resend`)))
    expect(responses.map(({ status }) => status).sort()).toEqual([303, 409, 409])
  })
})
