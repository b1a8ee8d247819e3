import { describe, expect, it } from 'vitest'
import type { ProviderNow, Stop } from '../../../src/ops/overview/providers-in-use.ts'
import type { Facts } from '../../../src/ops/overview/verdict.ts'
import { verdictsOn } from '../../../src/ops/overview/verdicts.ts'
import type { Lane } from '../../../src/store/views/overview.ts'

const NOW = new Date('2026-03-01T12:30:00Z')
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

const NO_CODES = { count: 0, waiting: 0, p50: null, p95: null }

function provider(given: Partial<ProviderNow>): ProviderNow {
  return {
    provider: 'resend',
    channel: 'email',
    role: 'first',
    stop: null,
    requestsPerSecond: null,
    lastSuccessAt: ago(60),
    takesMessages: true,
    ...given,
  }
}

const TWILIO = provider({ provider: 'twilio', channel: 'sms' })
const STOP: Stop = { cause: 'invalid_api_key', since: ago(600), probeAt: null }

function on(facts: Partial<Facts>) {
  return verdictsOn({
    now: NOW,
    answers: { database: true, queue: true },
    providers: [provider({}), TWILIO],
    codes: { now: NO_CODES, yesterday: NO_CODES },
    oldestCode: null,
    lanes: [],
    refused: null,
    alerts: [],
    ...facts,
  })
}

const lane = (given: Partial<Lane>): Lane => ({
  channel: 'email',
  priority: 40,
  count: 3,
  oldest: ago(90),
  ...given,
})

describe('all is well', () => {
  it('if nothing happens', () => {
    expect(on({})).toEqual([])
  })

  it('while codes wait for at most 30 s, and welcomes for an hour', () => {
    const oldestCode = { messageId: 'a', channel: 'email', since: ago(29) } as const
    const lanes = [lane({ oldest: ago(29) }), lane({ priority: 10, oldest: ago(3_600) })]
    expect(on({ oldestCode, lanes })).toEqual([])
  })

  it('with a few webhooks that somebody forged, and slow codes of which there are few', () => {
    const slow = { count: 4, waiting: 0, p50: 20, p95: 40 }
    expect(
      on({ refused: { count: 2, latestAt: NOW }, codes: { now: slow, yesterday: NO_CODES } }),
    ).toEqual([])
  })

  it('with alerts that are not urgent', () => {
    const alert = { type: 'slug.unknown', sentence: 'A slug.', since: NOW, page: '/messages' }
    expect(on({ alerts: [{ ...alert, urgency: 'warning' }] })).toEqual([])
  })
})

describe('it is not well', () => {
  it('while the database takes no write, or the queue does not answer', () => {
    expect(on({ answers: { database: false, queue: false } })).toMatchObject([
      { about: 'database', tone: 'bad', link: { to: '/doctor' } },
    ])
    expect(on({ answers: { database: true, queue: false } })).toMatchObject([
      { about: 'queue', tone: 'bad' },
    ])
  })

  it('while the only provider of a channel is stopped, which is also why its codes are late', () => {
    const lanes = [lane({ channel: 'sms', count: 14 })]
    expect(on({ providers: [provider({}), { ...TWILIO, stop: STOP }], lanes })).toEqual([
      {
        about: 'provider',
        tone: 'bad',
        title: 'Twilio is stopped',
        cause: 'The cause is its answer invalid_api_key.',
        since: ago(600),
        means: 'No SMS is sent. 14 messages wait. Codes expire while they wait.',
        link: { to: '/doctor', text: 'Run the checks' },
      },
    ])
  })

  it('a little, while the stand-by sends, or while nothing would take over', () => {
    const first = provider({ stop: STOP })
    const second = provider({ provider: 'smtp', role: 'stand-by' })
    expect(on({ providers: [first, second] })).toMatchObject([
      {
        tone: 'warn',
        title: 'Resend is stopped, and the stand-by has taken over',
        means: 'The mail server sends the emails now.',
      },
    ])
    expect(on({ providers: [provider({}), { ...second, stop: STOP }] })).toMatchObject([
      { about: 'stand_by', tone: 'warn', title: 'The stand-by is stopped: The mail server' },
    ])
    expect(on({ providers: [first, { ...second, stop: STOP }] })).toMatchObject([
      { about: 'provider', tone: 'bad', title: 'Resend and its stand-by are stopped' },
    ])
  })

  it('does not say since when while a stop is not certain', () => {
    const stop = { ...STOP, cause: 'unreachable', since: ago(-5) }
    expect(on({ providers: [provider({ stop })] })).toMatchObject([
      { since: null, cause: 'The cause is that it cannot be reached.' },
    ])
  })

  it('while codes are late although their provider works', () => {
    const oldestCode = { messageId: 'a', channel: 'email', since: ago(91) } as const
    const providers = [provider({ requestsPerSecond: 2 }), TWILIO]
    expect(on({ oldestCode, lanes: [lane({})], providers })).toEqual([
      {
        about: 'codes',
        tone: 'bad',
        title: 'Codes by email are late',
        cause: 'No provider is stopped. 3 messages wait. Resend takes 2 requests a second.',
        since: ago(91),
        means: 'Somebody cannot sign in.',
        link: { to: '/messages/a', text: 'See the oldest code' },
      },
    ])
  })

  it('while codes of another channel than the oldest are late', () => {
    const oldestCode = { messageId: 'a', channel: 'email', since: ago(91) } as const
    const lanes = [lane({ channel: 'sms', count: 1, priority: 30 })]
    expect(on({ oldestCode, lanes }).map(({ title, link }) => [title, link.to])).toEqual([
      ['Codes by email are late', '/messages/a'],
      ['Codes by SMS are late', '/messages?status=queued&channel=sms'],
    ])
  })

  it('a little, while codes are slow or notices wait', () => {
    const now = { count: 50, waiting: 0, p50: 4, p95: 12 }
    expect(on({ codes: { now, yesterday: { ...now, p95: 0.8 } } })).toMatchObject([
      { tone: 'warn', title: 'Codes are slow', cause: expect.stringContaining('800') },
    ])
    expect(on({ lanes: [lane({ priority: 20, oldest: ago(1_000) })] })).toMatchObject([
      { tone: 'warn', title: 'Notices and invitations wait', since: ago(1_000) },
    ])
  })

  it('while webhooks are refused', () => {
    expect(on({ refused: { count: 3, latestAt: NOW } })).toMatchObject([
      { about: 'webhooks', tone: 'bad', link: { to: '/doctor' } },
    ])
  })

  it('while alerts are open, unless they say what is said already', () => {
    const alert = {
      since: ago(60),
      page: '/messages?status=bounced',
      sentence: 'Many bounce. Look.',
    }
    expect(
      on({
        alerts: [
          { ...alert, type: 'bounces.high', urgency: 'error' },
          { ...alert, type: 'code.waiting', urgency: 'critical' },
        ],
      }),
    ).toEqual([
      {
        about: 'alert',
        tone: 'warn',
        title: 'Many bounce',
        cause: 'Look.',
        since: ago(60),
        means: '',
        link: { to: '/messages?status=bounced', text: 'Look at it' },
      },
    ])
  })

  it('with the worst first', () => {
    const stopped = provider({ stop: STOP })
    const second = provider({ provider: 'smtp', role: 'stand-by' })
    const tones = on({
      providers: [stopped, second, TWILIO],
      lanes: [lane({ channel: 'sms' })],
    }).map(({ tone }) => tone)
    expect(tones).toEqual(['bad', 'warn'])
  })
})
