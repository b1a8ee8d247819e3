import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('password_removed')

export default function PasswordRemoved(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

PasswordRemoved.PreviewProps = {
  ...PREVIEW,
  name: 'Ada',
  emailAddress: 'ada@acme.com',
} satisfies AccountNoticeProps
