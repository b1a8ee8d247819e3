import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SEARCHED_AT_ONCE, searchCaptured } from '../../../src/store/views/captured-search.ts'
import { type RunningBellhop, startBellhop } from '../../support/bellhop.ts'
import { emailCreated, smsCreated } from '../../support/clerk-events.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../../support/engines.ts'

describe.each(ENGINES)('the messages of the outbox on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, { EMAIL_FROM: 'Acme <auth@acme.dev>' })
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  async function captured(event: unknown): Promise<string> {
    const { answer } = await bellhop.post(event)
    await bellhop.reaches(answer.messageId, 'sent')
    return String(answer.messageId)
  }

  const found = async (search: string) => {
    const { messages } = await searchCaptured(bellhop.database.db, { search, limit: 10 })
    return messages.map(({ id }) => id)
  }

  it('are files that mail programs open, with both parts', async () => {
    const id = await captured(
      emailCreated({ to_email_address: 'ada@acme.dev', data: { otp_code: '316227' } }),
    )
    const response = await bellhop.get(`/outbox/${id}/email?lang=de`)
    expect(response.headers.get('content-type')).toBe('message/rfc822')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="verification_code-\d{4}-\d\d-\d\d-\d{6}\.eml"$/,
    )
    const email = await simpleParser(Buffer.from(await response.arrayBuffer()))
    expect(email.from?.text).toContain('auth@acme.dev')
    expect(email).toMatchObject({ to: { text: 'ada@acme.dev' }, messageId: `<${id}@acme.dev>` })
    expect(email.subject).toContain('Bestätigungscode')
    expect(email.text).toContain('316227')
    expect(email.html).toContain('316227')
    const sms = await captured(smsCreated())
    expect((await bellhop.get(`/outbox/${sms}/email`)).status).toBe(404)
  })

  it('are found by subject, text, body, code, address and slug', async () => {
    const email = await captured(
      emailCreated({
        slug: 'seasonal_greetings',
        to_email_address: 'grace@acme.dev',
        subject: '100% sure',
        body: '<p>x</p>',
        body_plain: 'The reindeer_are ready',
      }),
    )
    const sms = await captured(smsCreated({ data: { otp_code: '331662' } }))
    for (const search of ['100% SURE', 'reindeer_are', 'grace@', 'seasonal greet']) {
      expect(await found(search), search).toEqual([email])
    }
    expect(await found('reindeer%are')).toEqual([])
    const { code } = (await outboxOf(sms)) ?? {}
    expect(await found(String(code))).toContain(sms)
  })

  async function outboxOf(id: string) {
    const { messages } = (await (await bellhop.get('/api/outbox?channel=sms')).json()) as {
      messages: { id: string; code: string }[]
    }
    return messages.find((message) => message.id === id)
  }

  it('are searched a bounded number at a time', async () => {
    const { db } = bellhop.database
    const id = await captured(
      emailCreated({ slug: 'first', subject: 'The first', body_plain: 'needle' }),
    )
    await sql`insert into bellhop.captured_messages (message_id, channel, recipient, captured_at, content)
      select gen_random_uuid(), 'email', 'a@b.dev', now() + n * interval '1 second',
        '{"channel": "email", "to": "a@b.dev", "text": "hay"}'
      from generate_series(1, ${SEARCHED_AT_ONCE}::int) n`.execute(db)
    const first = await searchCaptured(db, { search: 'needle', limit: 10 })
    expect(first.messages).toEqual([])
    const second = await searchCaptured(db, {
      search: 'needle',
      limit: 10,
      before: first.next ?? '',
    })
    expect(second.messages.map((message) => message.id)).toEqual([id])
    expect(second.next).toBeNull()
    const html = await (await bellhop.get('/?q=needle')).text()
    expect(html).toContain('None of 2,000 messages matches.')
    expect(html).toContain('Search older messages')
  })
})
