import { type Brand, PREVIEW } from './_parts/brand.ts'
import { CodeEmail, type CodeEmailProps, codeText } from './_parts/code-email.tsx'

export default function VerificationCode(props: CodeEmailProps) {
  return <CodeEmail {...props} wording={wording(props.brand)} />
}

export function subject({ code, brand }: CodeEmailProps): string {
  return brand.appName
    ? `${code} is your ${brand.appName} verification code`
    : `${code} is your verification code`
}

export function text(props: CodeEmailProps): string {
  return codeText(props, wording(props.brand))
}

function wording({ appName }: Brand) {
  return {
    heading: 'Verification code',
    prompt: appName ? `Enter this code to continue to ${appName}:` : 'Enter this code to continue:',
    advice: 'You can safely ignore this email: nothing happens without the code.',
  }
}

VerificationCode.PreviewProps = {
  ...PREVIEW,
  code: '429618',
  origin: {
    requestedBy: 'Chrome, OS X',
    requestedFrom: '203.0.113.7, Berlin',
    requestedAt: '21 November 2026, 10:14 UTC',
  },
} satisfies CodeEmailProps
