import { type Brand, PREVIEW } from './_parts/brand.ts'
import { LinkEmail, type LinkEmailProps, linkText } from './_parts/link-email.tsx'

export default function MagicLinkSignIn(props: LinkEmailProps) {
  return <LinkEmail {...props} wording={wording(props.brand)} />
}

export function subject({ brand: { appName } }: LinkEmailProps): string {
  return appName ? `Sign in to ${appName}` : 'Sign in'
}

export function text(props: LinkEmailProps): string {
  return linkText(props, wording(props.brand))
}

function wording({ appName }: Brand) {
  return {
    heading: appName ? `Sign in to ${appName}` : 'Sign in',
    prompt: appName ? `Use this link to sign in to ${appName}.` : 'Use this link to sign in.',
    label: 'Sign in',
    advice: 'You can safely ignore this email: nobody can sign in without the link.',
  }
}

MagicLinkSignIn.PreviewProps = {
  ...PREVIEW,
  link: 'https://clerk.acme.com/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl&redirect_url=%2F',
  minutes: 10,
  origin: { requestedFrom: '203.0.113.7, Berlin', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies LinkEmailProps
