import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('primary_email_address_changed')

export default function PrimaryEmailAddressChanged(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

PrimaryEmailAddressChanged.PreviewProps = {
  ...PREVIEW,
  newEmailAddress: 'ada.lovelace@example.com',
} satisfies AccountNoticeProps
