import { expect, it } from 'vitest'
import { amountIn } from '../../src/domain/amount-text.ts'

it.each([
  ['Pro plan\n\nAmount paid: $25.00\nVisa ending in 4242', '$25.00'],
  ['We could not charge 1.250,50 € to your card.', '1.250,50 €'],
  ['You paid EUR 25.00 on 21 November 2026.', 'EUR 25.00'],
  ['You paid 2,500 JPY.', '2,500 JPY'],
  ['Subtotal: $20.00\nTax: $5.00\nTotal: $25.00', '$25.00'],
  ['We charge $25.00. The charge of $25.00 is monthly.', '$25.00'],
  ['R$ 25,00', 'R$ 25,00'],
])('finds what %j is about', (text, amount) => {
  expect(amountIn(text)).toBe(amount)
})

it.each([
  'The plan costs $30.00 a month instead of $25.00.',
  'Visa ending in 4242, 21 November 2026',
  'Total: $25.00\nTotal with tax: $30.00',
  '',
])('does not guess: %j', (text) => {
  expect(amountIn(text)).toBeUndefined()
})
