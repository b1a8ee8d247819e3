import { type AccountNoticeProps, accountNotice } from './_parts/account-notice.ts'
import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'

const letter = accountNotice('mfa_enabled')

export default function MfaEnabled(props: AccountNoticeProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

MfaEnabled.PreviewProps = {
  ...PREVIEW,
  name: 'Ada',
  emailAddress: 'ada@acme.com',
  origin: { requestedFrom: '203.0.113.7, Berlin', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies AccountNoticeProps
