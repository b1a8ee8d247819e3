import { wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { type LetterContent, once } from './letter.tsx'

export interface ReportProps extends Common {
  /** Clerk's own text: it says what no known variable does. */
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

/** What an email says whose variables Clerk has not published: what it is about, and Clerk's own words. */
export function reportLetter(slug: Slug) {
  return once(({ details, brand, locale }: ReportProps): LetterContent => {
    const say = wordsOf(locale, brand.appName)
    return {
      subject: say(`emails.${slug}.subject`),
      paragraphs: [say(`emails.${slug}.body`)],
      details: { title: say('details'), text: details },
    }
  })
}
