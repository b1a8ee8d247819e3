import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addMany, addMessage } from '../support/ledger-rows.ts'

const VIEWER_TOKEN = 'a-viewer-token-for-tests'
const RESEND_ID = '6f1c1c5e-9d1c-4b0e-8a53-52c9a2d8f0aa'
const AT = new Date('2025-03-01T12:00:00Z')

describe.each(ENGINES)('the list of messages on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  let ada: string
  let sms: string

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, { OPS_VIEWER_TOKEN: VIEWER_TOKEN })
    const { db } = bellhop.database
    ada = await addMessage(db, {
      status: 'delivered',
      createdAt: AT,
      recipient: 'ada@mail.dev',
      userId: 'user_2ada',
      dedupeKey: 'ins_test:ema_2ada',
      template: 'verification_code',
      locale: 'de',
      provider: 'resend',
      providerMessageId: RESEND_ID,
    })
    sms = await addMessage(db, {
      status: 'sent',
      createdAt: new Date(AT.getTime() + 60_000),
      channel: 'sms',
      recipient: '+4915112345678',
      template: 'clerk',
      fallback: 'unknown_slug',
      provider: 'twilio',
    })
    await db
      .insertInto('events')
      .values({
        id: ada,
        endpoint: 'clerk',
        svixId: 'msg_2ada',
        type: 'email.created',
        instanceId: 'ins_test',
        userId: 'user_2ada',
        occurredAt: AT,
        receivedAt: AT,
        outcome: 'accepted',
        reason: null,
        messageId: ada,
      })
      .execute()
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const get = (path: string, token = OPS_TOKEN) =>
    fetch(`${bellhop.url}${path}`, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}` },
    })
  const text = async (path: string, token?: string) => (await get(path, token)).text()
  const post = (path: string, fields: Record<string, string>, token = OPS_TOKEN) =>
    fetch(`${bellhop.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { authorization: `Bearer ${token}` },
    })
  const exportsOf = () =>
    bellhop.database.db
      .selectFrom('audit')
      .select(['actor', 'action', 'detail'])
      .where('action', '=', 'export')
      .orderBy('id')
      .execute()

  /** The ids of the messages in the JSON API, the newest first. */
  async function found(query: Record<string, string>, token = OPS_TOKEN): Promise<string[]> {
    const response = await get(`/api/messages?${new URLSearchParams(query)}`, token)
    const { messages } = (await response.json()) as { messages: { id: string }[] }
    return messages.map(({ id }) => id)
  }

  it('finds a message by its address, its number and every id', async () => {
    for (const q of ['Ada@mail.dev', 'ADA', 'user_2ada', 'ema_2ada', 'msg_2ada', RESEND_ID, ada]) {
      expect([q, await found({ q })]).toEqual([q, [ada]])
    }
    for (const q of ['+49 151 12345678', '0151 123 45678', '12345678']) {
      expect([q, await found({ q })]).toEqual([q, [sms]])
    }
    expect(await found({ q: 'ada', status: 'failed' })).toEqual([])
  })

  it('opens the message of an id, but not of an address', async () => {
    for (const q of [ada, RESEND_ID, 'msg_2ada', 'ema_2ada']) {
      const response = await get(`/messages?q=${q}`)
      expect([q, response.status, response.headers.get('location')]).toEqual([
        q,
        302,
        `/messages/${ada}`,
      ])
    }
    for (const q of ['ada@mail.dev', 'user_2ada']) {
      expect((await get(`/messages?q=${q}`)).status).toBe(200)
    }
  })

  it('lets viewers search for a whole address only, and says so', async () => {
    expect(await found({ q: 'ada@mail.dev' }, VIEWER_TOKEN)).toEqual([ada])
    expect(await found({ q: 'da@mail.dev' }, OPS_TOKEN)).toEqual([ada])
    expect(await found({ q: 'da@mail.dev' }, VIEWER_TOKEN)).toEqual([])
    const page = await text('/messages?q=ada', VIEWER_TOKEN)
    expect(page).toContain('Viewers can search for a whole address')
    expect(page).not.toContain(ada)
    const refused = await get('/api/messages?q=ada', VIEWER_TOKEN)
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'operators_only' }])
  })

  it('asks for three characters', async () => {
    expect(await text('/messages?q=ad')).toContain('Type at least three characters')
    const refused = await get('/api/messages?q=ad')
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'too_short' }])
  })

  it('filters by language, provider, text and time, with the old names too', async () => {
    for (const [query, ids] of [
      [{ language: 'de' }, [ada]],
      [{ provider: 'twilio' }, [sms]],
      [{ fallback: 'true' }, [sms]],
      [{ fallback: 'false' }, [ada]],
      [{ since: '2025-03-01T12:01', until: '2025-03-01T12:02' }, [sms]],
      [{ from: '2025-03-01T12:01', to: '2025-03-01T12:02' }, [sms]],
      [{ since: '2025-03-01', recipient: 'ada@mail.dev' }, [ada]],
    ] as const) {
      expect([query, await found(query)]).toEqual([query, ids])
    }
    expect((await get('/api/messages?fallback=perhaps')).status).toBe(400)
  })

  it('shows what is set as chips, each with a link that removes it', async () => {
    const page = await text('/messages?slug=verification_code&fallback=false&from=2025-03-01')
    for (const name of ['slug: verification_code', 'written from: a template', 'since: 2025']) {
      expect(page).toContain(`Remove the filter ${name}`)
    }
    expect(page).toContain(
      'href="/messages?slug=verification_code&amp;since=2025-03-01T00%3A00%3A00.000Z"',
    )
  })

  it('counts the messages by status', async () => {
    const page = await text('/messages?status=sent')
    const tabs = /<nav class="tabs".*?<\/nav>/s.exec(page)?.[0].replaceAll(/<[^>]*>/g, '')
    expect(tabs).toBe('All 2delivered 1sent 1')
  })

  it('leaves empty fields of a form out of the address', async () => {
    const response = await get('/messages?q=&slug=&status=sent&channel=')
    expect(response.headers.get('location')).toBe('/messages?status=sent')
    expect((await get('/messages?q=')).headers.get('location')).toBe('/messages')
  })

  it('says what does not match, and leads back', async () => {
    const page = await text('/messages?q=nobody@mail.dev&language=de')
    expect(page).toContain('search “nobody@mail.dev”, language de')
    expect(page).toContain('Remove all filters')
  })

  describe('as a file', () => {
    it('has masked recipients and the filters of the list', async () => {
      const response = await get('/messages/export.csv?status=delivered', VIEWER_TOKEN)
      expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
      expect(response.headers.get('content-disposition')).toMatch(
        /^attachment; filename="bellhop-messages-\d{4}-\d\d-\d\d\.csv"$/,
      )
      const [head = '', line = '', ...rest] = (await response.text()).split('\r\n')
      expect(head).toMatch(/^id,createdAt,status,/)
      expect(line).toContain('a***@mail.dev')
      expect([line.startsWith(ada), rest]).toEqual([true, ['']])
      const lines = (await text('/messages/export.ndjson?q=12345678')).trim().split('\n')
      expect(lines.map((one) => JSON.parse(one))).toMatchObject([
        { id: sms, recipient: '+4******5678', instanceName: null },
      ])
      expect(await exportsOf()).toEqual([])
    })

    it('has full recipients only for an operator who confirms it, and is recorded', async () => {
      const path = '/messages/export.csv'
      expect((await post(path, { confirm: 'yes' }, VIEWER_TOKEN)).status).toBe(403)
      expect((await post(path, {})).status).toBe(400)
      expect(await exportsOf()).toEqual([])
      const response = await post(path, { confirm: 'yes', q: '+4915112345678', channel: 'sms' })
      // Numbers begin like a formula.
      expect(await response.text()).toContain(",'+4915112345678,")
      const ndjson = await post('/messages/export.ndjson', { confirm: 'yes', q: 'ada' })
      expect(await ndjson.text()).toContain('"ada@mail.dev"')
      expect(await exportsOf()).toEqual([
        {
          actor: 'token',
          action: 'export',
          detail: 'messages with full recipients, csv: channel sms, search for +4******5678',
        },
        {
          actor: 'token',
          action: 'export',
          detail: 'messages with full recipients, ndjson: search for a part of an address',
        },
      ])
    })

    it('is refused if a filter or the search is not valid', async () => {
      const response = await get('/messages/export.csv?status=lost')
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { error: 'invalid_query', fix: expect.stringContaining('status') },
      ])
      expect((await get('/messages/export.csv?q=ad')).status).toBe(400)
      expect((await get('/messages/export.csv?q=ada', VIEWER_TOKEN)).status).toBe(400)
    })

    it('is complete, however many messages there are', async () => {
      await addMany(bellhop.database.db, 2_500, 'expired', AT, 'many')
      const lines = (await text('/messages/export.csv?status=expired')).trim().split('\r\n')
      expect(lines).toHaveLength(2_501)
      expect(new Set(lines).size).toBe(2_501)
    })
  })
})
