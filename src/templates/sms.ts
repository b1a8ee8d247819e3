import { z } from 'zod'

/** An SMS by slug: variables in, a text out, or null when one that it needs is missing. */
export type SmsTemplate = (variables: unknown, context: SmsContext) => string | null

export interface SmsContext {
  readonly appName: string
  /** `https://app.example.com`: the site whose forms may fill in the code. */
  readonly appOrigin: string | undefined
}

const variables = z.object({ otp_code: z.string().regex(/^[A-Za-z0-9]{4,12}$/) })

export const SMS: Readonly<Record<string, SmsTemplate>> = {
  verification_code(given, { appName, appOrigin }) {
    const parsed = variables.safeParse(given)
    if (!parsed.success) return null
    const code = parsed.data.otp_code
    const text = appName
      ? `${code} is your ${appName} verification code.`
      : `${code} is your verification code.`
    return appOrigin ? `${text}\n\n${originBoundLine(appOrigin, code)}` : text
  },
}

// The last line, exactly so, with nothing after it: phones read it to fill in the code on that site
// and on no other (WICG "origin-bound one-time codes"). The host goes without scheme and port.
function originBoundLine(appOrigin: string, code: string): string {
  return `@${new URL(appOrigin).hostname} #${code}`
}
