import type { Rendered, RenderedEmail, RenderedSms } from '../../src/domain/template.ts'
import { EMAILS } from '../../src/templates/registry.ts'
import { createRenderer, type RendererOptions } from '../../src/templates/render.ts'
import { SMS } from '../../src/templates/sms.ts'
import { emailInput, variablesOf } from './email-input.ts'

export const EMAIL_SLUGS = Object.keys(EMAILS)
export const SMS_SLUGS = Object.keys(SMS)

/** Clerk's own text beside the variables, which some emails quote. */
export const CLERK_TEXT = 'Pro plan\n\nAmount paid: $25.00\nVisa ending in 4242'

/** Renders one email in one language, by default from complete variables. */
export async function writeEmail(
  slug: string,
  locale: string,
  variables: Record<string, unknown> = variablesOf(slug),
  options: RendererOptions = {},
): Promise<RenderedEmail> {
  const clerk = { subject: 'Clerk says\n', html: '<p>Clerk</p>', text: CLERK_TEXT }
  return (await createRenderer(options).render(
    emailInput(slug, variables, { locales: [locale], content: { variables, clerk } }),
  )) as RenderedEmail
}

export async function writeSms(
  slug: string,
  locale: string,
  variables: Record<string, unknown>,
  options: RendererOptions = { brand: { appOrigin: 'https://app.acme.dev' } },
): Promise<RenderedSms> {
  const written: Rendered | null = await createRenderer(options).render({
    channel: 'sms',
    slug,
    locales: [locale],
    example: false,
    content: { variables, clerk: { text: 'From Clerk' } },
  })
  return written as RenderedSms
}
