import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('billing_free_trial_renewal_failed')

export default function BillingFreeTrialRenewalFailed(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

BillingFreeTrialRenewalFailed.PreviewProps = {
  ...PREVIEW,
  details: 'We could not charge $25.00 to your Visa ending in 4242.',
} satisfies ReportProps
