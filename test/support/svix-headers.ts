import { Webhook } from 'svix'

export interface SvixHeaders {
  readonly 'svix-id': string
  readonly 'svix-timestamp': string
  readonly 'svix-signature': string
}

/** The headers with which Svix signs a webhook of Clerk or Resend. */
export function svixHeaders(
  body: string,
  { svixId, at, secret }: { readonly svixId: string; readonly at: Date; readonly secret: string },
): SvixHeaders {
  return {
    'svix-id': svixId,
    'svix-timestamp': String(Math.floor(at.getTime() / 1000)),
    'svix-signature': new Webhook(secret).sign(svixId, at, body),
  }
}
