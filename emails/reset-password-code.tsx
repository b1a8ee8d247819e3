import { type CodeProps, codeLetter } from './_parts/code-letter.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = codeLetter('reset_password_code')

export default function ResetPasswordCode(props: CodeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

ResetPasswordCode.PreviewProps = {
  ...PREVIEW,
  code: '804273',
  origin: { requestedBy: 'Safari, iOS', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies CodeProps
