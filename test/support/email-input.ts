import { EMAIL_VARIABLES } from '../../src/clerk/examples/variables.ts'
import type { RenderInput } from '../../src/domain/template.ts'

export const BRAND = {
  app: { name: 'Acme', url: 'https://acme.dev', logo_image_url: 'https://img.clerk.com/logo' },
  theme: { primary_color: '#335bf1', button_text_color: '#ffffff' },
}

export const LINK = 'https://clerk.acme.dev/v1/verify?token=a.b-c&x=%2F'

/** Complete variables of an email, as Clerk sends them. */
export function variablesOf(slug: string): Record<string, unknown> {
  const own = EMAIL_VARIABLES[slug]?.({ code: '123456', link: LINK, to: 'ada@acme.dev' })
  return { ...BRAND, ...(own ?? { first_name: 'Ada' }) }
}

/** An email to be written, with Clerk's own beside it. */
export function emailInput(
  slug: string | null,
  variables: Record<string, unknown>,
  rest: Partial<RenderInput> = {},
): RenderInput {
  const clerk = { subject: 'Clerk says\n', html: '<p>Clerk</p>', text: 'Clerk' }
  return {
    channel: 'email',
    slug,
    locales: ['en'],
    example: false,
    content: { variables, clerk },
    ...rest,
  }
}
