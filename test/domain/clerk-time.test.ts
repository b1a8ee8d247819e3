import { expect, it } from 'vitest'
import { clerkTime } from '../../src/domain/clerk-time.ts'

const read = (text: string) => {
  const time = clerkTime(text)
  return time && [time.at.toISOString().slice(0, 16), time.zone, time.hasYear]
}

it.each<[string, readonly unknown[]]>([
  ['August 31, 02:18PM +0000', ['2024-08-31T14:18', 'UTC', false]],
  ['February 29, 12:05 AM +0200', ['2024-02-28T22:05', '+02:00', false]],
  ['30 August 2022, 12:14 UTC', ['2022-08-30T12:14', 'UTC', true]],
  ['August 31, 2022 at 2:18 pm GMT-3', ['2022-08-31T17:18', '-03:00', true]],
  ['Wed, 31 Aug 2022 14:18:00 +0530', ['2022-08-31T08:48', '+05:30', true]],
  ['2022-08-31T14:18:00.123Z', ['2022-08-31T14:18', 'UTC', true]],
  ['2022-08-31 14:18:00 +02:00', ['2022-08-31T12:18', '+02:00', true]],
])('reads %s', (text, time) => {
  expect(read(text)).toEqual(time)
})

it.each([
  'Today at 14:18',
  '30 August 2022, 12:14',
  '31 June 2022, 12:14 UTC',
  '30 August 2022, 25:14 UTC',
  '30 August 2022, 13:14 PM UTC',
  '30 August 2022, 12:61 UTC',
  '30 August 2022, 12:14 +9900',
  '2022-13-31T14:18:00Z',
  '31.08.2022, 14:18',
  '2022年8月31日 14:18',
  '',
])('does not read %j', (text) => {
  expect(read(text)).toBeUndefined()
})
