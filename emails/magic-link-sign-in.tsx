import { PREVIEW } from './_parts/common.ts'
import { Letter, subjectAndText } from './_parts/letter.tsx'
import { type LinkProps, linkLetter } from './_parts/link-letter.ts'

const letter = linkLetter('magic_link_sign_in')

export default function MagicLinkSignIn(props: LinkProps) {
  return <Letter {...props} letter={letter(props)} />
}

export const { subject, text } = subjectAndText(letter)

MagicLinkSignIn.PreviewProps = {
  ...PREVIEW,
  link: 'https://clerk.acme.com/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl&redirect_url=%2F',
  minutes: 10,
  origin: {
    requestedBy: 'Chrome, OS X',
    requestedFrom: '203.0.113.7, Berlin',
    requestedAt: '21 November 2026, 10:14 UTC',
  },
} satisfies LinkProps
