import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('billing_failed_payment')

export default function BillingFailedPayment(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

BillingFailedPayment.PreviewProps = {
  ...PREVIEW,
  details:
    'We could not charge $25.00 to your Visa ending in 4242.\nWe will try again on 24 November 2026.',
} satisfies ReportProps
