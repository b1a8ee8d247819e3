import { amountIn } from '../../src/domain/amount-text.ts'
import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'
import { accountWays } from './ways.tsx'

export interface ReportProps extends Common {
  /** Clerk's own text, because the variables are not known. */
  readonly details: string
}

type Slug =
  | 'waitlist_entry_created'
  | 'billing_receipt'
  | 'billing_failed_payment'
  | 'billing_price_transition_upcoming'
  | 'billing_free_trial_renewal_upcoming'
  | 'billing_free_trial_renewal_failed'
  | 'commerce_gateway_account_deauthorized'
  | 'opaque_token_usage_limit_alert'
  | 'opaque_token_usage_limit_exceeded'

/** The reader has to check the payment method. */
const TO_PAY: ReadonlySet<Slug> = new Set([
  'billing_failed_payment',
  'billing_free_trial_renewal_failed',
])

/** The letter for emails whose variables Clerk has not published: an introduction and Clerk's own text. */
export function reportLetter(slug: Slug) {
  return composeOnce(({ details, brand, locale }: ReportProps): LetterContent => {
    const t = wordsOf(locale, brand.appName)
    const billing = slug.startsWith('billing_')
    const body = t(`emails.${slug}.body`)
    const amount = billing ? amountIn(details) : undefined
    const [account] = TO_PAY.has(slug) ? accountWays(t, brand) : []
    return {
      subject: t(`emails.${slug}.subject`),
      preheader: amount ? `${amount} · ${body}` : body,
      ...(amount && { amount: { label: t('labels.amount'), value: amount } }),
      paragraphs: [body],
      ...(account && { button: { ...account, otherwise: t('button_fallback') } }),
      details: { title: t('details'), text: details },
      reason: billing ? 'account' : 'owner',
    }
  })
}
