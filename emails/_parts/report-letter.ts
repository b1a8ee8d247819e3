import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { composeOnce, type LetterContent } from './letter.tsx'

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

/** The letter for emails whose variables Clerk has not published: an introduction and Clerk's own text. */
export function reportLetter(slug: Slug) {
  return composeOnce(({ details, brand, locale }: ReportProps): LetterContent => {
    const t = wordsOf(locale, brand.appName)
    return {
      subject: t(`emails.${slug}.subject`),
      paragraphs: [t(`emails.${slug}.body`)],
      details: { title: t('details'), text: details },
    }
  })
}
