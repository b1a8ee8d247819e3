import { expect, it } from 'vitest'
import { type ProviderInUse, providersNow } from '../../../src/ops/overview/providers-in-use.ts'

const RESEND: ProviderInUse = { provider: 'resend', channel: 'email', role: 'first' }
const SMTP: ProviderInUse = { provider: 'smtp', channel: 'email', role: 'stand-by' }

const state = (provider: string, stoppedBy: string | null) => ({
  provider,
  stoppedBy,
  stoppedSince: null,
  probeAt: null,
  requestsPerSecond: 10,
  lastSuccessAt: null,
})

const taking = (first: string | null, second: string | null) =>
  providersNow([RESEND, SMTP], [state('resend', first), state('smtp', second)])
    .filter(({ takesMessages }) => takesMessages)
    .map(({ provider }) => provider)

it('the stand-by takes messages while the first provider is stopped, and no other time', () => {
  expect(taking(null, null)).toEqual(['resend'])
  expect(taking('unreachable', null)).toEqual(['smtp'])
  expect(taking(null, 'unreachable')).toEqual(['resend'])
  expect(taking('unreachable', 'unreachable')).toEqual([])
})

it('a provider that is not in use is left out, also if it is stopped', () => {
  const all = providersNow([RESEND], [state('resend', null), state('twilio', '20003')])
  expect(all).toEqual([
    {
      ...RESEND,
      stop: null,
      requestsPerSecond: 10,
      lastSuccessAt: null,
      takesMessages: true,
    },
  ])
})
