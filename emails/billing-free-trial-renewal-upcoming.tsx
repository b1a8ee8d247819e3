import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('billing_free_trial_renewal_upcoming')

export default function BillingFreeTrialRenewalUpcoming(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

BillingFreeTrialRenewalUpcoming.PreviewProps = {
  ...PREVIEW,
  details:
    'Your trial of the Pro plan ends on 24 November 2026.\nWe will then charge $25.00 to your Visa ending in 4242.',
} satisfies ReportProps
