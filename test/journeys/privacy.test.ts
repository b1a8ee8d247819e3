import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { OPS_TOKEN, SECRET, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'
import { RESEND_SECRET, reportByResend } from '../support/resend-report.ts'

const CODE = '918273'
const LINK = 'https://clerk.acme.dev/v1/verify?token=not-for-your-eyes'
const NUMBER = '+14155552679'

describe('secrets', () => {
  it('are not in logs, metrics and answers, nor in the database when a message is finished', async () => {
    await using home = await createTestDatabase('pglite')
    await using providers = await openProviders({
      refuses: (address) => address.startsWith('refused'),
    })
    const lines: string[] = []
    const env = { ...providers.env, RESEND_WEBHOOK_SECRET: RESEND_SECRET }
    await using bellhop = await startBellhop(home, env, {
      onLog: (line) => lines.push(line),
    })
    const answers: unknown[] = []
    async function end(event: unknown, ...statuses: string[]): Promise<void> {
      const { answer } = await bellhop.post(event)
      answers.push(answer)
      if (answer.messageId) answers.push(await bellhop.reaches(answer.messageId, ...statuses))
    }

    const data = { otp_code: CODE }
    await end(emailCreated({ data }), 'sent')
    await end(emailCreated({ data, to_email_address: 'refused@mail.dev' }), 'failed')
    await end(emailCreated({ slug: 'magic_link_sign_in', data: { magic_link: LINK } }), 'sent')
    await end(
      emailCreated({ slug: null, subject: CODE, body: LINK, body_plain: CODE, data }),
      'sent',
    )
    await end(emailCreated({ data, delivered_by_clerk: true }), 'skipped')
    await end(emailCreated({ data }, { timestamp: Date.now() - 700_000 }), 'expired')
    await end(smsCreated({ message: `Your code is ${CODE}`, to_phone_number: NUMBER }), 'sent')
    providers.twilio.faults.next({
      kind: 'answer',
      status: 400,
      body: { code: 21610, message: NUMBER },
    })
    await end(smsCreated({ message: `Your code is ${CODE}`, to_phone_number: NUMBER }), 'failed')
    providers.resend.faults.next({ kind: 'reset_after_accepting' })
    await end(emailCreated({ data }), 'sent')
    await end(userEvent('user.created'), 'sent')
    await bellhop.post(emailCreated({ data }), { secret: 'whsec_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' })
    await bellhop.post(emailCreated({ to_email_address: ['a@mail.dev'], data }))
    const hard = { type: 'Permanent', subType: 'General', message: 'No mailbox p@mail.dev' }
    const tags = { message_id: String((answers.at(-1) as { id: string }).id) }
    const bounced = { tags, to: ['person@mail.dev'], bounce: hard }
    await reportByResend(bellhop.url, { type: 'email.bounced', data: bounced })
    const metrics = await (await fetch(`${bellhop.url}/metrics`)).text()
    const pages: string[] = []
    const ids = answers.flatMap((answer) => (answer as { id?: string }).id ?? [])
    const paths = ['/overview', '/messages', '/suppressions', '/messages/resend-failed']
    for (const path of [...paths, ...ids.map((id) => `/messages/${id}`)]) {
      const response = await bellhop.get(path)
      expect([path, response.status]).toEqual([path, 200])
      pages.push(await response.text())
    }
    expect(pages.join()).toContain('bounced')

    expect(lines.length).toBeGreaterThan(20)
    const seen = {
      log: lines.join('\n'),
      metrics,
      answers: JSON.stringify(answers),
      pages: pages.join(),
    }
    for (const [where, text] of Object.entries(seen)) {
      const secrets = [
        CODE,
        'not-for-your-eyes',
        NUMBER,
        SECRET,
        OPS_TOKEN,
        're_test',
        'twilio-token',
      ]
      expect({ where, found: secrets.filter((secret) => text.includes(secret)) }).toEqual({
        where,
        found: [],
      })
      expect(text.replaceAll(/\w\*\*\*@mail\.dev/g, '')).not.toMatch(/@mail\.dev/)
    }

    const tables = ['messages', 'attempts', 'events', 'receipts', 'captured_messages', 'audit']
    for (const table of tables) {
      const { rows } = await sql
        .raw<{ row: string }>(`select t::text as row from bellhop.${table} t`)
        .execute(bellhop.database.db)
      const text = rows.map(({ row }) => row).join('\n')
      expect({
        table,
        found: [CODE, 'not-for-your-eyes'].filter((secret) => text.includes(secret)),
      }).toEqual({ table, found: [] })
    }
  })
})
