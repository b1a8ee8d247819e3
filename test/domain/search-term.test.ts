import { expect, it } from 'vitest'
import { type SearchTerm, searchTermOf } from '../../src/domain/search-term.ts'

const UUID = '01A17045-0ba2-7165-8fea-bae2e9d8cf9b'
const TWILIO = `SM${'0123456789abcdef'.repeat(2)}`

it.each<[text: string, term: SearchTerm | null]>([
  ['  ', null],
  ['ab', { kind: 'too_short' }],
  ['12', { kind: 'too_short' }],
  [` ${UUID} `, { kind: 'uuid', id: UUID.toLowerCase() }],
  ['user_2abc', { kind: 'user', userId: 'user_2abc' }],
  ['ema_2abc', { kind: 'source', sourceId: 'ema_2abc' }],
  ['sms_2abc', { kind: 'source', sourceId: 'sms_2abc' }],
  ['msg_2abc', { kind: 'event', svixId: 'msg_2abc' }],
  [TWILIO, { kind: 'provider', providerMessageId: TWILIO }],
  ['<1@mail.dev>', { kind: 'provider', providerMessageId: '<1@mail.dev>' }],
  ['Ada@Acme.DEV', { kind: 'whole', recipient: 'Ada@acme.dev', parts: ['ada@acme.dev'] }],
  [
    'ada@münchen.test',
    {
      kind: 'whole',
      recipient: 'ada@xn--mnchen-3ya.test',
      parts: ['ada@münchen.test', 'ada@xn--mnchen-3ya.test'],
    },
  ],
  ['ADA@ac', { kind: 'part', parts: ['ada@ac'] }],
  ['user_name@', { kind: 'part', parts: ['user_name@'] }],
  ['+49 151 2345-678', { kind: 'whole', recipient: '+491512345678', parts: ['+491512345678'] }],
  ['0049 151 2345678', { kind: 'whole', recipient: '+491512345678', parts: ['+491512345678'] }],
  ['+49 1', { kind: 'part', parts: ['+491'] }],
  ['(0151) 23', { kind: 'part', parts: ['15123'] }],
  ['007', { kind: 'part', parts: ['007'] }],
])('reads %j', (text, term) => {
  expect(searchTermOf(text)).toEqual(term)
})
