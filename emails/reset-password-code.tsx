import { type Brand, PREVIEW } from './_parts/brand.ts'
import { CodeEmail, type CodeEmailProps, codeText } from './_parts/code-email.tsx'

export default function ResetPasswordCode(props: CodeEmailProps) {
  return <CodeEmail {...props} wording={wording(props.brand)} />
}

export function subject({ code, brand }: CodeEmailProps): string {
  return brand.appName
    ? `${code} is your ${brand.appName} password reset code`
    : `${code} is your password reset code`
}

export function text(props: CodeEmailProps): string {
  return codeText(props, wording(props.brand))
}

function wording({ appName }: Brand) {
  return {
    heading: 'Reset your password',
    prompt: appName
      ? `Enter this code to choose a new password for ${appName}:`
      : 'Enter this code to choose a new password:',
    advice: 'You can safely ignore this email: your password stays as it is.',
  }
}

ResetPasswordCode.PreviewProps = {
  ...PREVIEW,
  code: '804273',
  origin: { requestedBy: 'Safari, iOS', requestedAt: '21 November 2026, 10:14 UTC' },
} satisfies CodeEmailProps
