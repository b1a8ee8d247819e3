import { expect, it } from 'vitest'
import { reportToLimiter } from '../../src/delivery/deliver/report-to-limiter.ts'
import type { SendOutcome } from '../../src/domain/transport.ts'
import type { OpenMessage } from '../../src/store/message/open-message.ts'
import { FREE_LIMITER } from '../support/free-limiter.ts'

const ACCEPTED: SendOutcome = { kind: 'accepted', providerMessageId: 'a' }
const deferred = (code: string): SendOutcome => ({ kind: 'deferred', code })
const unknown = (code: string): SendOutcome => ({ kind: 'unknown', code })

it.each<[string | null, string, SendOutcome[]]>([
  ['accepted', 'one of two was accepted', [ACCEPTED, deferred('rate_limit_exceeded')]],
  [
    'stop',
    'the key is refused',
    [{ ...deferred('invalid_api_key'), stops: 'configuration' } as SendOutcome],
  ],
  ['refused', 'a recipient is refused', [{ kind: 'refused', code: 'smtp_550' }]],
  ['deferred', 'nothing listens', [deferred('connection_refused')]],
  ['deferred', 'the provider asks to wait', [deferred('rate_limit_exceeded')]],
  ['deferred', 'a server has a fault', [deferred('smtp_451_4.3.0')]],
  ['doubted', 'there is no answer', [unknown('timeout'), unknown('timeout')]],
  [null, 'only some are in doubt', [unknown('unreadable_answer'), deferred('invalid')]],
  [null, 'we broke off a request that may have been taken', [unknown('aborted')]],
  [null, 'we broke off a request that was not sent', [deferred('aborted')]],
  [null, 'the first request is still in progress', [unknown('concurrent_idempotent_requests')]],
  [
    null,
    'one email of a batch is the cause',
    [deferred('batch_refused'), deferred('batch_refused')],
  ],
  [null, 'a mailbox is busy', [deferred('smtp_450')]],
  [null, 'a recipient is greylisted', [deferred('smtp_450_4.2.0')]],
  [null, 'a mailbox is full', [deferred('smtp_452_4.2.2')]],
])('reports %s when %s', async (expected, _, outcomes) => {
  const reported: string[] = []
  const note = (name: string) => async () => void reported.push(name)
  const limiter = {
    ...FREE_LIMITER,
    stop: note('stop'),
    accepted: note('accepted'),
    refused: note('refused'),
    deferred: note('deferred'),
    doubted: note('doubted'),
  }
  const message = {} as OpenMessage
  await reportToLimiter(
    limiter,
    outcomes.map((outcome) => ({ message, outcome })),
  )
  expect(reported).toEqual(expected === null ? [] : [expected])
})
