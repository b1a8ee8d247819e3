import { type Brand, PREVIEW } from './_parts/brand.ts'
import { LinkEmail, type LinkEmailProps, linkText } from './_parts/link-email.tsx'

export default function MagicLinkSignUp(props: LinkEmailProps) {
  return <LinkEmail {...props} wording={wording(props.brand)} />
}

export function subject({ brand: { appName } }: LinkEmailProps): string {
  return appName ? `Finish signing up for ${appName}` : 'Finish signing up'
}

export function text(props: LinkEmailProps): string {
  return linkText(props, wording(props.brand))
}

function wording({ appName }: Brand) {
  return {
    heading: appName ? `Finish signing up for ${appName}` : 'Finish signing up',
    prompt: appName
      ? `Use this link to confirm your email address and finish signing up for ${appName}.`
      : 'Use this link to confirm your email address and finish signing up.',
    label: 'Finish signing up',
    advice: 'You can safely ignore this email: no account is made without the link.',
  }
}

MagicLinkSignUp.PreviewProps = {
  ...PREVIEW,
  link: 'https://clerk.acme.com/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl&redirect_url=%2F',
  minutes: 10,
  origin: { requestedFrom: '203.0.113.7, Berlin', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies LinkEmailProps
