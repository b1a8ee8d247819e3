import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.ts'
import { OPS_TOKEN, type RunningBellhop, startBellhop } from '../support/bellhop.ts'
import { emailCreated, smsCreated, userEvent } from '../support/clerk-events.ts'
import { cliContext } from '../support/cli-context.ts'
import { createTestDatabase, ENGINES, type TestDatabase } from '../support/engines.ts'

describe.each(ENGINES)('messages that were held back on %s', (engine) => {
  let home: TestDatabase
  let bellhop: RunningBellhop
  const ids: Record<string, string> = {}

  beforeAll(async () => {
    home = await createTestDatabase(engine)
    bellhop = await startBellhop(home, {
      SMS_CHECK_NUMBERS: 'on',
      SMS_COUNTRIES: 'US',
      LIMIT_CODES: '1/5m',
      LIMIT_SMS_NEW_RANGE: '1/10m',
      SMS_DAILY_SEGMENTS: '2',
    })
    const post = async (name: string, event: unknown, status: string) => {
      const { answer } = await bellhop.post(event)
      await bellhop.reaches(answer.messageId, status)
      ids[name] = String(answer.messageId)
    }
    const sms = (number: string) => smsCreated({ to_phone_number: number })
    await post('first', sms('+14152000001'), 'sent')
    await post('recipient', sms('+14152000001'), 'skipped')
    await post('range', sms('+14152000002'), 'skipped')
    await post('country', sms('+491701234567'), 'skipped')
    await post('unassigned', sms('+14150000001'), 'skipped')
    await post('second', sms('+14152010001'), 'sent')
    await post('budget', sms('+14152020001'), 'skipped')
    await post('other', emailCreated({ delivered_by_clerk: true }), 'skipped')
  })
  afterAll(async () => {
    await bellhop[Symbol.asyncDispose]()
    await home[Symbol.asyncDispose]()
  })

  const text = async (path: string) => (await bellhop.get(path)).text()
  const nameOf = (id: string) => Object.keys(ids).find((name) => ids[name] === id)

  it('are listed by their reason, with its detail', async () => {
    const { messages } = JSON.parse(await text('/api/messages?reason=too_many'))
    expect(
      messages.map((one: { id: string; reason: string; detail: string }) => [
        nameOf(one.id),
        one.reason,
        one.detail,
      ]),
    ).toEqual([
      ['range', 'too_many', 'range'],
      ['recipient', 'too_many', 'recipient'],
    ])
    expect(JSON.parse(await text('/api/messages?reason=country')).messages).toMatchObject([
      { detail: 'DE', releaseAt: null },
    ])
    const page = await text('/messages?reason=no_recipient')
    expect(page).toContain('no_recipient: unassigned')
    expect(page).not.toContain('too_many:')
  })

  async function command(...argv: string[]): Promise<string[]> {
    const lines: string[] = []
    const print = (line: string) => lines.push(line)
    const settings = { url: bellhop.url, opsToken: OPS_TOKEN }
    expect(await run(argv, cliContext({ settings, print, complain: print }))).toBe(0)
    return lines
  }

  it('are listed on the command line', async () => {
    const lines = await command('messages', '--reason', 'country')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(/skipped +country: DE$/)
  })

  it('are counted by bellhop limits, with what applies', async () => {
    const [json = ''] = await command('limits', '--json')
    const limits = JSON.parse(json)
    expect(limits).toMatchObject({
      general: {
        codes: '1/5m',
        notices: 'off',
        smsNewRange: '1/10m',
        smsKnownRange: 'off',
        smsCountries: ['US'],
      },
      instances: [],
      checkNumbers: true,
      dailySegments: 2,
      segmentsToday: 2,
    })
    expect(limits.heldBack).toHaveLength(5)
    expect(limits.heldBack).toContainEqual({
      reason: 'country',
      detail: 'DE',
      channel: 'sms',
      count: 1,
    })
    const text = (await command('limits')).join('\n')
    expect(text).toMatch(/codes and links to one recipient +1\/5m\n/)
    expect(text).toContain('SMS segments today (UTC): 2 of 2')
    expect(text).toMatch(/no_recipient +unassigned +sms +1/)
  })

  it('are on the overview', async () => {
    const page = (await text('/overview')).replaceAll(/\s+/g, ' ')
    for (const words of ['2 of 2 SMS segments', 'too many numbers of one range', 'country: DE']) {
      expect(page).toContain(words)
    }
  })

  it.each([
    ['recipient', 'Its recipient got as many SMS', 'It is sent by itself <time'],
    ['range', 'Many different numbers of its range', 'It is not sent by itself'],
    ['budget', 'SMS_DAILY_SEGMENTS', 'It is not sent by itself'],
    ['country', 'The country of the number (DE)', 'SMS_COUNTRIES'],
    ['unassigned', 'No such number exists', ''],
  ])('say why on the page of the message: %s', async (name, why, what) => {
    const page = (await text(`/messages/${ids[name]}`)).replaceAll(/\s+/g, ' ')
    expect(page).toContain(why)
    expect(page).toContain(what)
    const mayBeSent = ['recipient', 'range', 'budget'].includes(name)
    expect(page.includes('Send it now')).toBe(mayBeSent)
  })

  it('are counted', async () => {
    const metrics = await text('/metrics')
    for (const labels of [
      'reason="too_many",detail="recipient",channel="sms"',
      'reason="too_many",detail="range",channel="sms"',
      'reason="country",detail="DE",channel="sms"',
      'reason="no_recipient",detail="unassigned",channel="sms"',
      'reason="budget",detail="",channel="sms"',
    ]) {
      expect(metrics).toContain(`bellhop_held_back_total{${labels}} 1\n`)
    }
    expect(metrics).toMatch(/^bellhop_sms_segments 2$/m)
    expect(metrics).toMatch(/^bellhop_sms_segments_budget 2$/m)
    expect(metrics).not.toContain('delivered_by_clerk",detail')
  })

  it('are sent when an operator asks for it', async () => {
    const response = await fetch(`${bellhop.url}/api/messages/${ids.range}/resend`, {
      method: 'POST',
      headers: { authorization: `Bearer ${OPS_TOKEN}` },
    })
    const { messageId } = (await response.json()) as { messageId: string }
    expect(await bellhop.reaches(messageId, 'sent')).toMatchObject({ resendOf: ids.range })
  })

  it('do not promise to be sent when their person was erased', async () => {
    const person = { user_id: 'user_gone', to_email_address: 'gone@mail.dev' }
    await bellhop.reaches((await bellhop.post(emailCreated(person))).answer.messageId, 'sent')
    const { answer } = await bellhop.post(emailCreated(person))
    const message = await bellhop.reaches(answer.messageId, 'skipped')
    expect(message.releaseAt).not.toBeNull()
    await bellhop.post(userEvent('user.deleted', { id: 'user_gone' }))
    expect(await bellhop.message(answer.messageId)).toMatchObject({
      status: 'skipped',
      reason: 'too_many',
      recipient: null,
      releaseAt: null,
    })
    const page = (await text(`/messages/${answer.messageId}`)).replaceAll(/\s+/g, ' ')
    expect(page).toContain('It is not sent by itself')
  })
})
