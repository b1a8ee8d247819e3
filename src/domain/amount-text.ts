// An amount with its currency in front or behind: `$25.00`, `US$ 1,250`, `25,00 €`, `EUR 25.00`.
const NUMBER = String.raw`\d{1,3}(?:[.,'\u00a0\u202f ]?\d{3})*(?:[.,]\d{1,2})?(?![\d.,]?\d)`
const SIGN = String.raw`(?:[A-Z]{1,3})?\p{Sc}`
const CODE = '(?:AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|ILS|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|SGD|TRY|TWD|UAH|USD|ZAR)'
const AMOUNT = new RegExp(
  String.raw`(?<![\p{L}\d])(?:(?:${SIGN}|${CODE})\s?${NUMBER}|${NUMBER}\s?(?:\p{Sc}|${CODE}\b))`,
  'gu',
)

// The line of the sum, if there are several amounts.
const SUM = /\b(?:amount (?:paid|due|charged)|total|charge(?:d)?|paid)\b/i
const NO_SUM = /\bsubtotal\b/i

/**
 * The one amount that a text is about: its only amount, or the only one in the lines of the sum. Undefined
 * if that is not certain.
 */
export function amountIn(text: string): string | undefined {
  const all = amountsIn(text)
  if (all.length < 2) return all[0]
  const lines = text.split('\n').filter((line) => SUM.test(line) && !NO_SUM.test(line))
  const sums = amountsIn(lines.join('\n'))
  return sums.length === 1 ? sums[0] : undefined
}

function amountsIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(AMOUNT), ([amount]) => amount))]
}
