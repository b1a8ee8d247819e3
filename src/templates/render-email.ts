import type { Brand } from '../../emails/_parts/common.ts'
import { subjectLine } from '../domain/plain-text.ts'
import type { Rendered, RenderInput } from '../domain/template.ts'
import { type BrandOverrides, brandOf } from './brand.ts'
import { clerkEmail } from './clerk-fallback.ts'
import { marked, markOfEmail, unmarked } from './development-mark.ts'
import { CLERKS_OWN, type Gap, gapOf, ownEntry } from './gap.ts'
import { toHtml } from './html.ts'
import { languageOf } from './language.ts'
import type { Registry } from './registry.ts'

export interface EmailOptions {
  readonly overrides: BrandOverrides
  readonly codeInSubject: boolean
  /** Rejects if the templates cannot be loaded. */
  readonly emails: () => Promise<Registry>
}

/** Renders an email from its template, or from Clerk's own text as the fallback; null if it has none. */
export async function renderEmail(
  input: RenderInput,
  options: EmailOptions,
): Promise<Rendered | null> {
  const { content, example } = input
  const mark = markOfEmail(content.clerk)
  const named = brandOf(content.variables, options.overrides)
  const brand = { ...named, appName: unmarked(mark, named.appName).trim() }
  const finish = (subject: string) =>
    example ? `[Test] ${marked(mark, subject)}` : marked(mark, subject)

  const result = await writeEmail(input, brand, mark, options)
  if (result.kind === 'written') {
    const { subject, html, text, template, locale } = result
    const rest = { html, text, template, locale, fallback: null }
    return { channel: 'email', subject: finish(subject), ...rest }
  }
  input.onFallback?.(result.fallback, result.error)
  const clerk = await clerkEmail(content.clerk, brand.appName)
  if (!clerk) return null
  const { fallback } = result
  return { channel: 'email', ...clerk, subject: finish(clerk.subject), ...CLERKS_OWN, fallback }
}

type EmailResult =
  | {
      readonly kind: 'written'
      readonly subject: string
      readonly html: string
      readonly text: string
      readonly template: string
      readonly locale: string
    }
  | ({ readonly kind: 'gap' } & Gap)

async function writeEmail(
  { slug, content, locales, recipient }: RenderInput,
  brand: Brand,
  mark: ReturnType<typeof markOfEmail>,
  { codeInSubject, emails }: EmailOptions,
): Promise<EmailResult> {
  try {
    const template = ownEntry(await emails(), slug)
    if (!template || slug === null) return { kind: 'gap', fallback: 'unknown_slug' }
    const locale = languageOf(locales)
    const { text } = content.clerk
    const written = template.write(
      { ...content.variables, clerk_text: text && unmarked(mark, text) },
      { brand, locale, codeInSubject, ...(mark && { mark }), ...(recipient && { to: recipient }) },
    )
    if ('missing' in written) return { kind: 'gap', ...gapOf(written) }
    return {
      kind: 'written',
      subject: subjectLine(written.subject),
      html: await toHtml(written.element),
      text: written.text,
      template: slug,
      locale,
    }
  } catch (error) {
    return { kind: 'gap', fallback: 'template_error', error }
  }
}
