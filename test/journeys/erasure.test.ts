import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'

const ADDRESS = 'ada.lovelace@mail.dev'
const NUMBER = '+14155557301'
const USER = 'user_erasure'

async function dump({ database }: RunningBellhop): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'bellhop'`.execute(
    database.db,
  )
  const texts: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql
      .raw<{ row: string }>(`select t::text as row from bellhop.${name} t`)
      .execute(database.db)
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return texts.join('\n')
}

function erase(bellhop: RunningBellhop, whom: unknown, token = OPS_TOKEN): Promise<Response> {
  return fetch(`${bellhop.url}/api/erase`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(whom),
  })
}

const user = () => {
  const event = userEvent('user.created', { id: USER, first_name: 'Augusta' })
  const email_addresses = [{ id: 'idn_1', email_address: ADDRESS }]
  const phone_numbers = [{ id: 'idn_2', phone_number: NUMBER }]
  const primary = { primary_email_address_id: 'idn_1', primary_phone_number_id: 'idn_2' }
  return { ...event, data: { ...event.data, email_addresses, phone_numbers, ...primary } }
}

const PERSONAL = [ADDRESS, NUMBER, 'Augusta']

describe.each(ENGINES)('erasing a person on %s', (engine) => {
  it.each([
    [
      'by user.deleted',
      (bellhop: RunningBellhop) => bellhop.post(userEvent('user.deleted', { id: USER })),
    ],
    ['by the id of the user', (bellhop: RunningBellhop) => erase(bellhop, { userId: USER })],
  ])('leaves no data %s, also of messages that wait', async (_, forget) => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    const welcome = await bellhop.post(user())
    await bellhop.reaches(welcome.answer.messageId, 'sent')
    // A sign-up comes before the user exists: only the address connects them.
    const code = await bellhop.post(emailCreated({ to_email_address: ADDRESS, user_id: null }))
    await bellhop.reaches(code.answer.messageId, 'sent')
    const sms = await bellhop.post(smsCreated({ to_phone_number: NUMBER, user_id: USER }))
    await bellhop.reaches(sms.answer.messageId, 'sent')
    providers.resend.faults.when(() => ({ kind: 'answer', status: 401 }))
    const waiting = await bellhop.post(
      emailCreated({ slug: 'password_changed', to_email_address: ADDRESS, user_id: USER }),
    )
    await bellhop.isPutBack(waiting.answer.messageId, 'missing_api_key')
    const before = await dump(bellhop)
    expect(PERSONAL.filter((text) => before.includes(text))).toEqual(PERSONAL)

    await forget(bellhop)
    expect(await bellhop.reaches(waiting.answer.messageId, 'skipped')).toMatchObject({
      reason: 'erased',
      recipient: null,
    })
    const left = await dump(bellhop)
    expect(PERSONAL.filter((text) => left.includes(text))).toEqual([])
    expect(await bellhop.message(code.answer.messageId)).toMatchObject({ status: 'sent' })
  })

  it('leaves no data by address in capture mode', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home, { BELLHOP_API_TOKEN: 'a-token-of-the-app' })
    for (const event of [user(), emailCreated({ to_email_address: ADDRESS })]) {
      const { answer } = await bellhop.post(event)
      await bellhop.reaches(answer.messageId, 'sent')
    }
    const response = await erase(bellhop, { recipient: ADDRESS })
    expect(await response.json()).toEqual({ users: 1, messages: 2 })
    const left = await dump(bellhop)
    expect(PERSONAL.filter((text) => left.includes(text))).toEqual([])
    const audit = await bellhop.database.db.selectFrom('audit').selectAll().execute()
    expect(audit).toMatchObject([{ actor: 'token', action: 'erase', detail: '1 user, 2 messages' }])
  })
})

describe.each(ENGINES)('a request without a usable answer, on %s', (engine) => {
  it('is not repeated for an erased person, and its body is deleted', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    providers.resend.faults.when(() => ({ kind: 'answer', status: 500 }))
    const { answer } = await bellhop.post(
      emailCreated({ slug: 'password_changed', to_email_address: 'Ada.Lovelace@mail.dev' }),
    )
    await bellhop.reaches(answer.messageId, 'sending')
    const erased = await erase(bellhop, { recipient: ADDRESS })
    expect(await erased.json()).toEqual({ users: 0, messages: 1 })
    await bellhop.reaches(answer.messageId, 'unknown')
    providers.resend.faults.clear()
    expect((await dump(bellhop)).toLowerCase()).not.toContain(ADDRESS)
    expect(providers.resend.accepted).toEqual([])
  })

  it('by user also erases earlier messages to the same address, and the language hint', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home, { BELLHOP_API_TOKEN: 'a-token-of-the-app' })
    await fetch(`${bellhop.url}/api/locale-hints`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token-of-the-app' },
      body: JSON.stringify({ email_address: ADDRESS, locale: 'de' }),
    })
    for (const userId of [null, USER]) {
      const { answer } = await bellhop.post(
        emailCreated({ to_email_address: ADDRESS, user_id: userId }),
      )
      await bellhop.reaches(answer.messageId, 'sent')
    }
    await bellhop.post(userEvent('user.deleted', { id: USER }))
    expect(await dump(bellhop)).not.toContain(ADDRESS)
    expect(await bellhop.database.db.selectFrom('localeHints').selectAll().execute()).toEqual([])
  })
})

it('erasing is refused without a token and without a person', async () => {
  await using home = await createTestDatabase('pglite')
  await using bellhop = await startBellhop(home)
  expect((await erase(bellhop, { userId: USER }, 'not-the-right-token')).status).toBe(401)
  for (const whom of [{}, { recipient: 'nobody' }, { userId: '' }, { userId: 'a\u0000b' }, []]) {
    expect((await erase(bellhop, whom)).status).toBe(400)
  }
})
