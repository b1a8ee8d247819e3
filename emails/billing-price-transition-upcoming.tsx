import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('billing_price_transition_upcoming')

export default function BillingPriceTransitionUpcoming(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

BillingPriceTransitionUpcoming.PreviewProps = {
  ...PREVIEW,
  details: 'From 21 December 2026 the Pro plan costs $30.00 a month instead of $25.00.',
} satisfies ReportProps
