import { verifyWebhook } from '@clerk/backend/webhooks'
import type { Request as ExpressRequest } from 'express'
import VerificationCode from '../../emails/verification-code.tsx'

/** The event of a request whose body express.raw() has read, as Clerk's guide verifies it. */
export function verify(req: ExpressRequest) {
  const headers = new Headers()
  for (const name of ['svix-id', 'svix-timestamp', 'svix-signature']) {
    headers.set(name, req.get(name) ?? '')
  }
  return verifyWebhook(
    new Request('http://localhost', { method: 'POST', headers, body: req.body }),
    {
      signingSecret: process.env.CLERK_WEBHOOK_SIGNING_SECRET ?? '',
    },
  )
}

/** The same email that Bellhop sends, for `resend.emails.send`. */
export function verificationCode(to: string, code: string) {
  return {
    from: process.env.EMAIL_FROM ?? '',
    to,
    subject: `${code} is your verification code`,
    react: <VerificationCode {...VerificationCode.PreviewProps} code={code} />,
  }
}
