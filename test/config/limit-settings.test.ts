import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { defineConfig } from '../../src/config/define-config.ts'
import { DEFAULT_LIMITS } from '../../src/domain/sending-limits.ts'
import { problemsOf } from '../support/problems-of.ts'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const limitsOf = (env: Record<string, string>) => readConfig(env).settingsOf(null).limits

describe('the limits of the environment', () => {
  it('are the defaults if nothing is set', () => {
    expect(limitsOf({})).toEqual(DEFAULT_LIMITS)
    expect(readConfig({})).toMatchObject({ checkNumbers: true, dailySegments: undefined })
    expect(readConfig({}).settingsOf(null).smsCountries).toBeUndefined()
  })

  it.each([
    ['5/10m', [{ count: 5, seconds: 10 * MINUTE }]],
    [
      ' 3/30s, 20/1d ',
      [
        { count: 3, seconds: 30 },
        { count: 20, seconds: DAY },
      ],
    ],
    ['1/366d', [{ count: 1, seconds: 366 * DAY }]],
    ['off', []],
  ])('read %s', (value, expected) => {
    expect(limitsOf({ LIMIT_CODES: value }).codes).toEqual(expected)
  })

  it('are read from one variable each', () => {
    expect(
      limitsOf({
        LIMIT_CODES: '1/1m',
        LIMIT_NOTICES: '2/1m',
        LIMIT_SMS_NEW_RANGE: '3/1m',
        LIMIT_SMS_KNOWN_RANGE: '4/1m',
      }),
    ).toEqual({
      codes: [{ count: 1, seconds: MINUTE }],
      notices: [{ count: 2, seconds: MINUTE }],
      newRange: [{ count: 3, seconds: MINUTE }],
      knownRange: [{ count: 4, seconds: MINUTE }],
    })
  })

  it.each(['5', '5/10', '0/10m', '5/0m', '5/10w', '-5/10m', '5/1000d', '5/10m,none', '2000000/1m'])(
    'refuse %s, and say what is right',
    (value) => {
      expect(problemsOf({ LIMIT_CODES: value }).join()).toContain(
        'LIMIT_CODES must be off or a list such as 5/10m,20/1d (a number, and a time in s, m, h or d)',
      )
    },
  )

  it('name the countries that get SMS', () => {
    const { smsCountries } = readConfig({ SMS_COUNTRIES: 'us, CA de' }).settingsOf(null)
    expect(smsCountries).toEqual(['US', 'CA', 'DE'])
  })

  it.each(['USA', 'US,XX', 'Germany', ','])('refuse the countries %s', (value) => {
    expect(problemsOf({ SMS_COUNTRIES: value }).join()).toContain(
      'SMS_COUNTRIES must be a list of countries such as US,CA,DE (ISO 3166, two letters)',
    )
  })

  it('count the segments of a day', () => {
    expect(readConfig({ SMS_DAILY_SEGMENTS: '5000' }).dailySegments).toBe(5_000)
  })

  it.each(['0', '-1', '1.5', 'many', '1e3', '0x10', '+5', '9999999999'])(
    'refuse %s segments a day',
    (value) => {
      expect(problemsOf({ SMS_DAILY_SEGMENTS: value }).join()).toContain(
        'SMS_DAILY_SEGMENTS must be a whole number of segments from 1 to 1000000000',
      )
    },
  )

  it('leave the check of numbers on unless it is switched off', () => {
    expect(readConfig({ SMS_CHECK_NUMBERS: 'off' }).checkNumbers).toBe(false)
    expect(problemsOf({ SMS_CHECK_NUMBERS: 'no' }).join()).toContain(
      'SMS_CHECK_NUMBERS must be on or off',
    )
  })
})

describe('the pace of welcomes', () => {
  it.each([
    [undefined, 600],
    ['30', 30],
    ['60000', 60_000],
    ['off', null],
  ])('reads %s', (value, expected) => {
    expect(readConfig({ WELCOME_PACE: value }).welcomesPerMinute).toBe(expected)
  })

  it.each(['0', '-1', '1.5', '60001', 'fast', '1e3'])('refuses %s', (value) => {
    expect(problemsOf({ WELCOME_PACE: value }).join()).toContain(
      'WELCOME_PACE must be off or a whole number of welcomes per minute, from 1 to 60000',
    )
  })
})

describe('the limits of the settings file', () => {
  const FILE = defineConfig({
    limits: { codes: '4/10m', notices: 'off', smsCountries: ['US', 'ca'] },
    instances: {
      ins_staging: { limits: { codes: '1/10m', smsNewRange: '9/1h', smsCountries: ['DE'] } },
    },
  })
  const settingsOf = (instanceId: string | null, env = {}) =>
    readConfig(env, FILE).settingsOf(instanceId)

  it('apply where the instance has none, and the defaults where nothing is set', () => {
    expect(settingsOf('ins_other').limits).toEqual({
      ...DEFAULT_LIMITS,
      codes: [{ count: 4, seconds: 10 * MINUTE }],
      notices: [],
    })
    expect(settingsOf('ins_staging').limits).toEqual({
      ...DEFAULT_LIMITS,
      codes: [{ count: 1, seconds: 10 * MINUTE }],
      notices: [],
      newRange: [{ count: 9, seconds: HOUR }],
    })
    expect(settingsOf('ins_other').smsCountries).toEqual(['US', 'CA'])
    expect(settingsOf('ins_staging').smsCountries).toEqual(['DE'])
  })

  it('give way to the environment', () => {
    const env = { LIMIT_CODES: 'off', SMS_COUNTRIES: 'FR' }
    expect(settingsOf('ins_staging', env).limits.codes).toEqual([])
    expect(settingsOf('ins_staging', env).smsCountries).toEqual(['FR'])
  })

  it.each([
    [{ codes: 'five' }, /limits.*codes.*must be off or a list such as 5\/10m,20\/1d/],
    [{ smsCountries: ['USA'] }, /limits.*smsCountries.*must be a list of countries such as US/],
    [{ smsCountries: [] }, /limits.*smsCountries.*must name a country/],
    [{ code: '5/10m' }, /limits.*code/],
  ])('refuse %j', (limits, problem) => {
    expect(() => readConfig({}, { limits } as never)).toThrow(problem)
  })
})
