import { expect, it } from 'vitest'
import { hourPath, ledgerPath } from '../../../src/ops/overview/ledger-path.ts'

const hour = new Date('2026-03-01T23:00:00Z')

it('a part of the ledger has a path', () => {
  expect(ledgerPath({})).toBe('/messages')
  expect(ledgerPath({ status: 'failed', since: hour, instance: 'a b' })).toBe(
    '/messages?status=failed&instance=a+b&since=2026-03-01T23:00',
  )
  expect(ledgerPath({ channel: 'sms', hour, instance: undefined })).toBe(
    '/messages?channel=sms&since=2026-03-01T23:00&until=2026-03-02T00:00',
  )
})

it('an hour has a short path', () => {
  expect(hourPath({ channel: 'sms', hour, instance: undefined })).toBe(
    '/overview/sms/2026-03-01T23',
  )
  expect(hourPath({ channel: 'email', hour, status: 'failed', instance: 'ins_a' })).toBe(
    '/overview/email/2026-03-01T23/failed?instance=ins_a',
  )
})
