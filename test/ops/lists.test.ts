import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'
import { addFailed, addMessage } from '../support/ledger-rows.ts'

const VIEWER = 'a-viewer-token-for-tests-only'

describe.each(ENGINES)('suppressions, limits, audit and erase on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, {
      OPS_VIEWER_TOKEN: VIEWER,
      LIMIT_CODES: '5/10m,20/1d',
      SMS_DAILY_SEGMENTS: '1000',
    })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const get = async (path: string, token = OPS_TOKEN) => {
    const headers = { authorization: `Bearer ${token}` }
    return (await fetch(`${bellhop.url}${path}`, { headers })).text()
  }
  const post = (path: string, fields: Record<string, string>, token = OPS_TOKEN) =>
    fetch(`${bellhop.url}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(fields),
    })
  const words = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  const lastAudit = async () => {
    const { db } = bellhop.database
    return db.selectFrom('audit').selectAll().orderBy('id', 'desc').executeTakeFirst()
  }

  it('suppress an address by hand once', async () => {
    const fields = { channel: 'email', address: ' Ada@Mail.dev', scope: 'all', note: '=1+1' }
    const location = async () => (await post('/suppressions', fields)).headers.get('location')
    expect(await location()).toBe('/suppressions?done=added')
    expect(await lastAudit()).toMatchObject({
      actor: 'token',
      action: 'suppress',
      detail: 'email a***@mail.dev (all)',
    })
    expect(await location()).toBe('/suppressions?done=there')
    const page = words(await get('/suppressions'))
    expect(page).toContain('everything a***@mail.dev Put on the list by hand by OPS_TOKEN =1+1')
    const refused = await post('/suppressions', { ...fields, address: 'ada at home' })
    expect(refused.status).toBe(400)
    const again = await refused.text()
    expect(again).toContain('Not suppressed: write one address')
    expect(again).toMatch(/<details class="confirm" open/)
    expect(again).toContain('value="ada at home"')
    expect((await post('/suppressions', fields, VIEWER)).status).toBe(403)
  })

  it('are searched for a part of the address by operators only', async () => {
    await post('/suppressions', { channel: 'sms', address: '+14155552671', scope: 'unasked' })
    expect(await get('/suppressions?q=555')).toContain('+1******2671')
    expect(await get('/suppressions?q=555')).not.toContain('a***@')
    expect(await get('/suppressions?q=nobody')).toContain('No suppressed address matches')
    expect(await get('/suppressions?channel=email')).not.toContain('2671')
    const viewed = await get('/suppressions?q=555', VIEWER)
    expect(viewed).toContain('a***@mail.dev')
    expect(viewed).not.toContain('name="q"')
  })

  it('are exported masked, or in full with an entry in the audit', async () => {
    const masked = await get('/suppressions/export.csv', VIEWER)
    expect(masked).toMatch(/^channel,address,reason,scope,source,since,messageId,note\r\n/)
    expect(masked).toContain('\r\nemail,a***@mail.dev,operator,all,token,')
    expect(masked).toContain(",'=1+1\r\n")
    expect(masked).not.toContain('ada@')
    const response = await post('/suppressions/export.csv', { q: 'ADA@' })
    expect(response.headers.get('content-disposition')).toMatch(/bellhop-suppressions-[\d-]+\.csv/)
    const full = await response.text()
    expect(full).toContain('email,ada@mail.dev,')
    expect(full).not.toContain('14155552671')
    expect(await lastAudit()).toMatchObject({
      action: 'export',
      detail: 'suppressions with full addresses, filtered',
    })
  })

  it('show what limits apply, and what they held back by range and by recipient', async () => {
    const { db } = bellhop.database
    expect(await get('/limits')).toContain('No limit held a message back in the last 24 hours')
    const held = { status: 'skipped', reason: 'too_many', channel: 'sms', attempts: 0 } as const
    for (const end of ['0001', '0002', '0003']) {
      await addMessage(db, { ...held, detail: 'range', recipient: `+49151234${end}` })
    }
    const id = await addMessage(db, { ...held, detail: 'recipient', recipient: '+14155550123' })
    // An attack on a country that gets no SMS shows its range, too.
    const country = { ...held, reason: 'country', detail: 'UZ' }
    for (const end of ['0001', '0002']) {
      await addMessage(db, { ...country, recipient: `+99890123${end}` })
    }
    const html = await get('/limits')
    const page = words(html)
    for (const text of [
      'Codes and links to one recipient LIMIT_CODES 5 in 10 minutes, 20 in 1 day',
      'Too many numbers of one range sms 3 messages',
      '+49151234**** 3 numbers 3 messages',
      '+99890123**** 2 numbers 2 messages',
      '+9******0002 sms 1 message',
      '+1******0123 sms 1 message',
      'SMS segments today (UTC) 0 of 1,000',
    ]) {
      expect(page).toContain(text)
    }
    expect(html).toContain('href="/messages?q=%2B49151234&amp;status=skipped&amp;channel=sms')
    expect(html).toContain(`href="/messages/${id}"`)
    expect(await get('/limits', VIEWER)).not.toContain('q=%2B49151234')
  })

  it('say who did what, by person, action, message and time, page by page', async () => {
    const { db } = bellhop.database
    const message = await addMessage(db, { status: 'sent' })
    const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute))
    for (let minute = 0; minute < 51; minute++) {
      await db
        .insertInto('audit')
        .values({
          id: v7({ msecs: at(minute).getTime() }),
          at: at(minute),
          actor: 'clerk:user_oncall',
          action: 'reveal',
          messageId: minute === 7 ? message : null,
          detail: null,
        })
        .execute()
    }
    const count = (html: string) => html.match(/Revealed a recipient(?!<\/option>)/g)?.length ?? 0
    const first = await get('/audit?actor=clerk:user_oncall&action=reveal')
    expect(count(first)).toBe(40)
    const [, next = ''] = first.match(/rel="next"[^>]* href="([^"]+)"/) ?? []
    expect(count(await get(next.replaceAll('&amp;', '&')))).toBe(11)
    expect(count(await get('/audit?since=2026-01-01T12:01&until=2026-01-01T12:04'))).toBe(3)
    const ofMessage = await get(`/audit?message=${message}`)
    expect(count(ofMessage)).toBe(1)
    expect(ofMessage).toContain(`href="/messages/${message}"`)
    expect(await get('/audit?action=nonsense')).toContain('were ignored: action.')
    expect(await get('/audit?action=clear_outbox')).toContain('Nothing matches')
    expect(await get('/audit', VIEWER)).not.toContain('/audit/erase')
  })

  it('show what erasing a person removes, and then remove it', async () => {
    const { db } = bellhop.database
    await addFailed(db, { recipient: 'eve@mail.dev' })
    await addMessage(db, {
      status: 'queued',
      recipient: 'eve@mail.dev',
      dueAt: new Date(Date.now() + 3_600_000),
    })
    await post('/suppressions', { channel: 'email', address: 'eve@mail.dev', scope: 'unasked' })
    const preview = words(
      await (await post('/audit/erase/preview', { person: 'EVE@mail.dev' })).text(),
    )
    expect(preview).toContain('2 messages whose recipient and content are removed')
    expect(preview).toContain('1 of them wait to be sent, and will not be sent.')
    expect(preview).toContain('1 suppression')
    const stored = () =>
      db.selectFrom('messages').select('id').where('recipient', '=', 'eve@mail.dev').execute()
    expect(await stored()).toHaveLength(2)
    const result = words(await (await post('/audit/erase', { person: 'eve@mail.dev' })).text())
    expect(result).toContain('Erased: 0 users, 2 messages, 0 captured messages, 1 suppression.')
    expect(await stored()).toHaveLength(0)
    expect(await lastAudit()).toMatchObject({ action: 'erase', detail: '0 users, 2 messages' })
    expect(await get('/audit')).not.toContain('eve@')
    expect((await post('/audit/erase/preview', { person: 'x' })).status).toBe(400)
    expect((await post('/audit/erase', { person: 'eve@mail.dev' }, VIEWER)).status).toBe(403)
  })
})
