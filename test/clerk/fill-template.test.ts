import { expect, it } from 'vitest'
import { fillTemplate } from '../../src/clerk/fill-template.ts'
import { escapeHtml } from '../../src/domain/escape-html.ts'

const VARIABLES = { otp_code: '424242', ttl_minutes: 10, app: { name: 'A & <b>' }, user: {} }

it.each([
  ['{{otp_code}}', '424242'],
  ['{{ otp_code }} and {{ttl_minutes}}', '424242 and 10'],
  ['{{{app.name}}}', 'A &#38; &#60;b&#62;'],
  ['<a title="{{app.name}}">', '<a title="A &#38; &#60;b&#62;">'],
  ['{{#if otp_code}}yes{{/if}}', '{{#if otp_code}}yes{{/if}}'],
  [
    '{{missing}} {{user.name}} {{app}} {{constructor}}',
    '{{missing}} {{user.name}} {{app}} {{constructor}}',
  ],
  ['{{> header}} {{otp_code', '{{> header}} {{otp_code'],
])('%s becomes %s', (text, filled) => {
  expect(fillTemplate(text, VARIABLES, escapeHtml)).toBe(filled)
})

it('a text of many beginnings is read in linear time', () => {
  const text = `${'{{ '.repeat(50_000)}${' '.repeat(50_000)}`
  const start = performance.now()
  expect(fillTemplate(text, VARIABLES, escapeHtml)).toBe(text)
  expect(performance.now() - start).toBeLessThan(5_000)
})
