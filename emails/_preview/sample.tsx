import type { ReactElement } from 'react'
import { EMAIL_VARIABLES } from '../../src/clerk/examples/variables.ts'
import { EMAILS, type Registry } from '../../src/templates/registry.ts'
import { type Brand, PREVIEW } from '../_parts/common.ts'

/** The props of a preview that can be changed in the props panel. */
export interface SampleProps {
  /** The slug of any email: `verification_code`, `invitation`, `welcome` … */
  readonly slug: string
  readonly locale: string
}

/** Clerk's own text, for the emails that quote it. */
const CLERK_TEXT = 'Pro plan, 21 November 2026 to 20 December 2026\n\nAmount paid: $25.00'

/** The email of a slug, made from Clerk's variables with some changes. */
export function Sample({
  slug,
  locale,
  change = (variables) => variables,
  brand,
}: SampleProps & {
  readonly brand?: Partial<Brand>
  readonly change?: (variables: Record<string, unknown>) => Record<string, unknown>
}): ReactElement {
  const template = (EMAILS as Registry)[slug]
  const variables = EMAIL_VARIABLES[slug]?.({
    code: '429618',
    link: 'https://clerk.acme.com/v1/verify?token=eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl',
    to: 'ada@acme.com',
  })
  const written = template?.write(
    change({ first_name: 'Ada', ...variables, clerk_text: CLERK_TEXT }),
    { ...PREVIEW, locale, brand: { ...PREVIEW.brand, ...brand } },
  )
  if (!written) return <p>There is no email for the slug {slug}.</p>
  return 'missing' in written ? <p>It lacks {written.missing.join(', ')}.</p> : written.element
}
