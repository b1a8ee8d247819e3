import { type CodeProps, codeLetter } from './_parts/code-letter.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = codeLetter('verification_code')

export default function VerificationCode(props: CodeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

VerificationCode.PreviewProps = {
  ...PREVIEW,
  code: '429618',
  origin: {
    requestedBy: 'Chrome, OS X',
    requestedFrom: '203.0.113.7, Berlin',
    requestedAt: '21 November 2026, 10:14 UTC',
  },
} satisfies CodeProps
