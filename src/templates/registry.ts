import type { ReactElement } from 'react'
import { z } from 'zod'
import type { Common } from '../../emails/_parts/brand.ts'
import type { CodeEmailProps } from '../../emails/_parts/code-email.tsx'
import type { LinkEmailProps } from '../../emails/_parts/link-email.tsx'
import * as magicLinkSignIn from '../../emails/magic-link-sign-in.tsx'
import * as magicLinkSignUp from '../../emails/magic-link-sign-up.tsx'
import * as magicLinkUserProfile from '../../emails/magic-link-user-profile.tsx'
import * as resetPasswordCode from '../../emails/reset-password-code.tsx'
import * as verificationCode from '../../emails/verification-code.tsx'
import * as welcome from '../../emails/welcome.tsx'
import { safeName, safePlace } from '../domain/plain-text.ts'
import { safeUrl } from './url.ts'

/** What a file in `emails/` exports. */
interface TemplateModule<Props extends Common> {
  readonly default: ((props: Props) => ReactElement) & { readonly PreviewProps: Props }
  readonly subject: (props: Props) => string
  readonly text: (props: Props) => string
}

/** A template that can be asked: variables in, an email out, or null when one that it needs is missing. */
export interface EmailTemplate {
  write(variables: unknown, common: Common): WrittenEmail | null
  /** The email of its preview. */
  preview(): WrittenEmail
}

export interface WrittenEmail {
  readonly element: ReactElement
  readonly subject: string
  readonly text: string
}

export type Registry = Readonly<Record<string, EmailTemplate>>

// Values are cleaned as they are read, so that no template has to think of it.
const name = z.unknown().transform((value) => safeName(value) || undefined)
const place = z.unknown().transform((value) => safePlace(value) || undefined)
const code = z.string().regex(/^[A-Za-z0-9]{4,12}$/)
const link = z.string().refine((value) => safeUrl(value) === value)

const origin = {
  requested_by: place.optional(),
  requested_from: place.optional(),
  requested_at: place.optional(),
}

const codeVariables = z
  .object({ otp_code: code, ...origin })
  .transform((v): Omit<CodeEmailProps, keyof Common> => ({ code: v.otp_code, origin: originOf(v) }))

const linkVariables = z
  .object({
    magic_link: link,
    ttl_minutes: z.coerce.number().int().positive().catch(10),
    ...origin,
  })
  .transform(
    (v): Omit<LinkEmailProps, keyof Common> => ({
      link: v.magic_link,
      minutes: v.ttl_minutes,
      origin: originOf(v),
    }),
  )

const welcomeVariables = z
  .object({ first_name: name.optional() })
  .transform((v) => (v.first_name ? { firstName: v.first_name } : {}))

/** The templates by slug. A new one is one file in `emails/` and one line here. */
export const EMAILS: Registry = {
  verification_code: template(codeVariables, verificationCode),
  reset_password_code: template(codeVariables, resetPasswordCode),
  magic_link_sign_in: template(linkVariables, magicLinkSignIn),
  magic_link_sign_up: template(linkVariables, magicLinkSignUp),
  magic_link_user_profile: template(linkVariables, magicLinkUserProfile),
  welcome: template(welcomeVariables, welcome),
}

/** Joins the schema of the variables with the template that they are for. */
export function template<Own extends object>(
  schema: z.ZodType<Own>,
  module: TemplateModule<Own & Common>,
): EmailTemplate {
  const write = (props: Own & Common): WrittenEmail => ({
    element: module.default(props),
    subject: module.subject(props),
    text: module.text(props),
  })
  return {
    write(variables, common) {
      const own = schema.safeParse(variables)
      return own.success ? write({ ...own.data, ...common }) : null
    },
    preview: () => write(module.default.PreviewProps),
  }
}

interface OriginVariables {
  readonly requested_by?: string | undefined
  readonly requested_from?: string | undefined
  readonly requested_at?: string | undefined
}

function originOf(v: OriginVariables): CodeEmailProps['origin'] {
  return {
    ...(v.requested_by ? { requestedBy: v.requested_by } : {}),
    ...(v.requested_from ? { requestedFrom: v.requested_from } : {}),
    ...(v.requested_at ? { requestedAt: v.requested_at } : {}),
  }
}
