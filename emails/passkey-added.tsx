import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('passkey_added')

export default function PasskeyAdded(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

PasskeyAdded.PreviewProps = {
  ...PREVIEW,
  name: 'Ada',
  emailAddress: 'ada@acme.com',
  passkey: 'MacBook',
} satisfies AccountNoticeProps
