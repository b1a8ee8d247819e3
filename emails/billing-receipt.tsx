import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('billing_receipt')

export default function BillingReceipt(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

BillingReceipt.PreviewProps = {
  ...PREVIEW,
  details:
    'Pro plan, 21 November 2026 to 20 December 2026\n\nAmount paid: $25.00\nVisa ending in 4242',
} satisfies ReportProps
