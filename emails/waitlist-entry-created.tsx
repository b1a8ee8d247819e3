import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type ReportProps, reportLetter } from './_parts/report-letter.ts'

const letter = reportLetter('waitlist_entry_created')

export default function WaitlistEntryCreated(props: ReportProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

WaitlistEntryCreated.PreviewProps = {
  ...PREVIEW,
  details: 'grace@example.com has joined the waitlist for Acme.',
} satisfies ReportProps
