import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('commerce_gateway_account_deauthorized')

export default function CommerceGatewayAccountDeauthorized(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

CommerceGatewayAccountDeauthorized.PreviewProps = {
  ...PREVIEW,
  details: 'The Stripe account acct_123 was disconnected from Acme on 21 November 2026.',
} satisfies ReportProps
