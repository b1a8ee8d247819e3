import { svixHeaders } from './svix-headers.ts'

export const RESEND_SECRET = 'whsec_cmVzZW5kLXdlYmhvb2stc2VjcmV0LTAx'

export interface ResendReport {
  readonly type: string
  readonly data: Record<string, unknown>
  readonly svixId?: string
  readonly secret?: string
  readonly at?: Date
}

let sequence = 0

/** Posts a webhook as Resend does, signed by Svix. */
export function reportByResend(url: string, report: ResendReport): Promise<Response> {
  const { type, data, svixId = `msg_resend_${++sequence}`, secret = RESEND_SECRET } = report
  const { at = new Date() } = report
  const body = JSON.stringify({ type, created_at: at.toISOString(), data })
  return fetch(`${url}/api/webhooks/resend`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      ...svixHeaders(body, { svixId, at, secret }),
    },
  })
}
