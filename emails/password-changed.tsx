import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('password_changed')

export default function PasswordChanged(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

PasswordChanged.PreviewProps = {
  ...PREVIEW,
  name: 'Ada',
  emailAddress: 'ada@acme.com',
} satisfies AccountNoticeProps
