import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('passkey_removed')

export default function PasskeyRemoved(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

PasskeyRemoved.PreviewProps = {
  ...PREVIEW,
  name: 'Ada',
  emailAddress: 'ada@acme.com',
  passkey: 'MacBook',
} satisfies AccountNoticeProps
