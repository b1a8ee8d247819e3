import { describe, expect, it } from 'vitest'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'

const TOKEN = 'a-token-of-the-app'
const ENV = { BELLHOP_API_TOKEN: TOKEN, DEFAULT_LOCALE: 'fr' }

function hint(url: string, body: unknown, token = TOKEN): Promise<Response> {
  return fetch(`${url}/api/locale-hints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}

describe.each(ENGINES)('the language of a message on %s', (engine) => {
  it('is that of the user, else of the event, else of the hint from the app, else the default', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home, ENV)
    const localeOf = async (event: unknown) => {
      const { answer } = await bellhop.post(event)
      return (await bellhop.reaches(answer.messageId, 'sent')).locale
    }
    const to = { to_email_address: 'Ada@Acme.dev' }
    expect(
      (await hint(bellhop.url, { emailAddress: 'ada@acme.dev', locale: 'pt_PT' })).status,
    ).toBe(204)
    expect((await hint(bellhop.url, { phoneNumber: '+14155552671', locale: 'ja' })).status).toBe(
      204,
    )

    expect(await localeOf(emailCreated())).toBe('fr')
    expect(await localeOf(emailCreated(to))).toBe('pt-BR')
    expect(await localeOf(smsCreated({ to_phone_number: '+14155552671' }))).toBe('ja')

    const carried = { public_metadata: { locale: 'ar-EG' } }
    const data = { otp_code: '123456', user: carried }
    expect(await localeOf(emailCreated({ ...to, data }))).toBe('ar')

    const user = userEvent('user.created')
    await bellhop.post({ ...user, data: { ...user.data, locale: 'de-AT' } })
    const own = { ...to, user_id: user.data.id, data }
    expect(await localeOf(emailCreated(own))).toBe('de')

    // A newer hint replaces the older one.
    await hint(bellhop.url, { emailAddress: 'ada@acme.dev', locale: 'nl' })
    expect(await localeOf(emailCreated(to))).toBe('nl')
  })

  it('is the first of these for which there is a catalogue', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home, ENV)
    const welcomed = async (data: Record<string, unknown>) => {
      const { answer } = await bellhop.post(userEvent('user.created', data))
      return (await bellhop.reaches(answer.messageId, 'sent')).locale
    }
    const es = { locale: 'es' }
    expect(await welcomed({ locale: 'tlh', public_metadata: es })).toBe('es')
    expect(await welcomed({ locale: 'system', unsafe_metadata: es })).toBe('es')
    expect(await welcomed({ locale: 'und', public_metadata: { locale: '!' } })).toBe('fr')

    const user = userEvent('user.created', { locale: 'tlh' })
    await hint(bellhop.url, { emailAddress: `${user.data.id}@mail.dev`, locale: 'nl' })
    const { answer } = await bellhop.post(user)
    expect((await bellhop.reaches(answer.messageId, 'sent')).locale).toBe('nl')
  })

  it('comes from a hint that is stored for a day and without the address', async () => {
    await using home = await createTestDatabase(engine)
    await using bellhop = await startBellhop(home, ENV)
    await hint(bellhop.url, { emailAddress: 'ada@acme.dev', locale: 'nl' })
    const [row] = await bellhop.database.db.selectFrom('localeHints').selectAll().execute()
    expect(JSON.stringify(row)).not.toContain('acme')
    const life = (row?.expiresAt.getTime() ?? 0) - Date.now()
    expect(Math.round(life / 3_600_000)).toBe(24)

    await bellhop.database.db.updateTable('localeHints').set({ expiresAt: new Date() }).execute()
    const { answer } = await bellhop.post(emailCreated({ to_email_address: 'ada@acme.dev' }))
    expect((await bellhop.reaches(answer.messageId, 'sent')).locale).toBe('fr')
  })
})

describe('hints', () => {
  it('are refused when they are not valid', async () => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home, ENV)
    const good = { emailAddress: 'ada@acme.dev', locale: 'nl' }
    expect((await hint(bellhop.url, good, 'another token')).status).toBe(401)
    expect((await fetch(`${bellhop.url}/api/locale-hints`, { method: 'POST' })).status).toBe(401)
    for (const bad of [
      'no JSON',
      [],
      {},
      { locale: 'nl' },
      { ...good, locale: 'not a tag' },
      { ...good, locale: 7 },
      { ...good, emailAddress: 'a@b.dev, c@d.dev' },
      { phoneNumber: '0170', locale: 'nl' },
    ]) {
      const response = await hint(bellhop.url, bad)
      expect(response.status).toBe(400)
      const answer = await response.text()
      expect(answer).toContain('BCP 47')
      expect(answer).not.toContain('acme')
    }
    expect((await hint(bellhop.url, `"${'x'.repeat(5_000)}"`)).status).toBe(413)
    expect(await bellhop.database.db.selectFrom('localeHints').selectAll().execute()).toEqual([])
  })

  it('are stored for the address and for the number of one request', async () => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home, ENV)
    const both = { emailAddress: 'ada@acme.dev', phoneNumber: '+14155552671', locale: 'nl' }
    expect((await hint(bellhop.url, { ...both, phoneNumber: '0170' })).status).toBe(400)
    expect((await hint(bellhop.url, both)).status).toBe(204)
    expect((await hint(bellhop.url, { ...both, phoneNumber: null })).status).toBe(204)
    const rows = await bellhop.database.db.selectFrom('localeHints').selectAll().execute()
    expect(rows).toHaveLength(2)
  })

  it.each(['tlh', 'system'])(
    'of %s are refused, because they could never be used',
    async (locale) => {
      await using home = await createTestDatabase('pglite')
      await using bellhop = await startBellhop(home, ENV)
      const response = await hint(bellhop.url, { emailAddress: 'ada@acme.dev', locale })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({
        error: 'unknown_language',
        languages: expect.arrayContaining(['en', 'pt-BR']),
        fix: expect.stringContaining('pt-BR'),
      })
    },
  )

  it('are refused without a token', async () => {
    await using home = await createTestDatabase('pglite')
    await using bellhop = await startBellhop(home)
    expect((await hint(bellhop.url, {})).status).toBe(404)
  })
})
