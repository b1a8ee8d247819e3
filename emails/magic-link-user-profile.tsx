import { type Brand, PREVIEW } from './_parts/brand.ts'
import { LinkEmail, type LinkEmailProps, linkText } from './_parts/link-email.tsx'

export default function MagicLinkUserProfile(props: LinkEmailProps) {
  return <LinkEmail {...props} wording={wording(props.brand)} />
}

export function subject({ brand: { appName } }: LinkEmailProps): string {
  return appName ? `Confirm your email address for ${appName}` : 'Confirm your email address'
}

export function text(props: LinkEmailProps): string {
  return linkText(props, wording(props.brand))
}

function wording({ appName }: Brand) {
  return {
    heading: appName ? `Confirm your email address for ${appName}` : 'Confirm your email address',
    prompt: appName
      ? `Use this link to add this email address to your account at ${appName}.`
      : 'Use this link to add this email address to your account.',
    label: 'Confirm your email address',
    advice: 'You can safely ignore this email: your account stays as it is.',
  }
}

MagicLinkUserProfile.PreviewProps = {
  ...PREVIEW,
  link: 'https://clerk.acme.com/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl&redirect_url=%2F',
  minutes: 10,
  origin: { requestedFrom: '203.0.113.7, Berlin', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies LinkEmailProps
