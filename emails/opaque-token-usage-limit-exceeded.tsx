import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('opaque_token_usage_limit_exceeded')

export default function OpaqueTokenUsageLimitExceeded(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

OpaqueTokenUsageLimitExceeded.PreviewProps = {
  ...PREVIEW,
  details: 'Acme has used 101% of the opaque tokens of its plan.',
} satisfies ReportProps
