import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OutgoingEmail, Transport } from '../../src/domain/transport.ts'
import { createSmtpTransport } from '../../src/transports/smtp.ts'
import { type ArrivedEmail, openSmtpServer, type TestSmtpServer } from '../support/smtp-server.ts'
import { NOW, outgoingEmail } from './outgoing.ts'

/** What a mail server gets, read by another program than the one that wrote it. */
describe('an email that arrives over SMTP', () => {
  let server: TestSmtpServer
  let transport: Transport

  beforeEach(async () => {
    server = await openSmtpServer()
    transport = createSmtpTransport({
      from: '"Acme, Inc." <auth@acme.com>',
      replyTo: 'Help <help@acme.com>',
      host: '127.0.0.1',
      port: server.port,
      implicitTls: false,
      isThisMachine: true,
      login: null,
    })
  })
  afterEach(async () => {
    await transport.close?.()
    await server.close()
  })

  async function arrive(changes: Partial<OutgoingEmail> = {}): Promise<ArrivedEmail> {
    const stored = JSON.stringify(transport.prepare([outgoingEmail(1, changes)], NOW))
    const outcomes = await transport.send(JSON.parse(stored), { idempotencyKey: 'bellhop/1' })
    expect(outcomes).toMatchObject([{ kind: 'accepted' }])
    const arrived = server.arrived.at(-1)
    if (!arrived) throw new Error('Nothing arrived.')
    return arrived
  }

  it('has the headers of every email', async () => {
    const { mail, from, to } = await arrive()
    const { id } = outgoingEmail()
    expect({ from, to }).toEqual({ from: 'auth@acme.com', to: ['reader1@acme.com'] })
    expect(mail.from?.value).toEqual([{ name: 'Acme, Inc.', address: 'auth@acme.com' }])
    expect(mail.to).toMatchObject({ value: [{ name: '', address: 'reader1@acme.com' }] })
    expect(mail.replyTo?.value).toEqual([{ name: 'Help', address: 'help@acme.com' }])
    expect(mail.subject).toBe('424242 is your code')
    expect(mail.date).toEqual(NOW)
    expect(mail.messageId).toBe(`<${id}@acme.com>`)
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.headers.get('x-entity-ref-id')).toBe(id)
    expect(mail.headers.has('bcc')).toBe(false)
  })

  it('has its date as RFC 5322 writes it: filters count any other form as a sign of spam', async () => {
    const [date] = /^Date: .*$/m.exec((await arrive()).raw) ?? []
    expect(date).toMatch(/^Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/)
    expect(new Date(date?.slice(6) ?? '')).toEqual(NOW)
  })

  it('is the same in every attempt', async () => {
    const [first, second] = [await arrive(), await arrive()]
    expect(second.raw).toBe(first.raw)
  })

  it('has text and HTML as alternatives, the better one last', async () => {
    const { raw, mail } = await arrive({ html: '<b>424242</b>', text: 'Code 424242' })
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' })
    expect(mail.text).toBe('Code 424242')
    expect(mail.html).toBe('<b>424242</b>')
    expect(raw.indexOf('text/plain')).toBeLessThan(raw.indexOf('text/html'))
  })

  it('comes from the sender of the message, if it has one', async () => {
    const sender = { from: 'Staging <auth@staging.acme.dev>', replyTo: 'dev@acme.dev' }
    const { mail, from } = await arrive({ sender })
    expect(from).toBe('auth@staging.acme.dev')
    expect(mail.from?.text).toContain('Staging')
    expect(mail.replyTo?.value).toMatchObject([{ address: 'dev@acme.dev' }])
    expect(mail.messageId).toMatch(/@staging\.acme\.dev>$/)
  })

  it.each<[string, string]>([
    ['lines that begin with dots', '.\n..\n.hidden\n...three\nend.'],
    ['a line that would end the data', 'before\n\n.\n\nafter'],
    ['a long line', `code 424242 ${'0123456789 '.repeat(400)}end`],
    ['a long word', `${'x'.repeat(5_000)} 424242`],
    ['a line that begins with From', 'From the team\n> quoted\nFrom here'],
    ['spaces at the ends of lines', 'one  \ntwo\t\n three'],
    ['German', 'Grüße, Ihr Bestätigungscode lautet 424242.'],
    ['Hebrew', 'קוד האימות שלך הוא 424242'],
    ['Arabic', 'رمز التحقق الخاص بك هو 424242'],
    ['Japanese', `確認コードは424242です。${'長い行'.repeat(300)}`],
    ['emoji and other planes', '👩‍👩‍👧 424242 𝒜 🏳️‍🌈'],
    ['equals signs and percent', 'a=3D b=20 100% =?utf-8?Q?no?='],
  ])('keeps %s, in text and HTML', async (_, text) => {
    const html = `<p dir="auto">${text}</p>`
    const { mail, raw } = await arrive({ text, html })
    expect(mail.text?.replace(/\n$/, '')).toBe(text)
    expect(mail.html).toBe(html)
    expect(longestLine(raw)).toBeLessThanOrEqual(998)
    expect(raw).toMatch(/^\p{ASCII}*$/u)
  })

  it.each([
    'Ваш код: 424242',
    'קוד האימות שלך: 424242',
    '認証コード 424242 '.repeat(20).trim(),
    'Grüße "aus" <Köln>, Ümlaut; Komma',
    '=?utf-8?Q?evil=2Ecom?= invites you',
    `Grüße =?utf-8?B?ZXZpbC5jb20=?= ${'x'.repeat(200)}`,
    'x'.repeat(300),
  ])('keeps the subject %s', async (subject) => {
    const { mail, raw } = await arrive({ subject })
    expect(mail.subject).toBe(subject)
    expect(longestLine(raw)).toBeLessThanOrEqual(998)
  })

  it.each(['Bücher & Söhne', 'עברית בע״מ', '株式会社アクメ', 'O’Brien (Team)', 'a.b@c'])(
    'keeps the name %s of the sender',
    async (name) => {
      const { mail, from } = await arrive({ sender: { from: `"${name}" <auth@acme.com>` } })
      expect(from).toBe('auth@acme.com')
      expect(mail.from?.value).toEqual([{ name, address: 'auth@acme.com' }])
    },
  )

  it('goes to an address with letters outside ASCII', async () => {
    const { to, mail } = await arrive({ to: 'jürgen@acme.com' })
    expect(to).toEqual(['jürgen@acme.com'])
    expect(mail.to).toMatchObject({ value: [{ address: 'jürgen@acme.com' }] })
  })

  it('has no line from a subject that looks like headers', async () => {
    const { mail } = await arrive({ subject: 'Hi\r\nBcc: other@acme.com\r\n\r\nbody' })
    expect(mail.headers.has('bcc')).toBe(false)
    expect(mail.subject).toContain('Hi')
  })
})

function longestLine(raw: string): number {
  return Math.max(...raw.split('\r\n').map(({ length }) => length))
}
