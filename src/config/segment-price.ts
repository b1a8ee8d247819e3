import { z } from 'zod'

const HELP = 'must be a price and a currency such as 0.0083 USD'

/** `0.0083 USD` */
export const segmentPrice = z.string(HELP).transform((value, context) => {
  const [, amount, currency = ''] = /^(\d{1,6}(?:\.\d{1,8})?) ([A-Z]{3})$/.exec(value.trim()) ?? []
  if (Number(amount) > 0 && Intl.supportedValuesOf('currency').includes(currency)) {
    return { amount: Number(amount), currency }
  }
  context.addIssue(HELP)
  return z.NEVER
})
