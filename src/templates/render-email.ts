import type { Brand } from '../../emails/_parts/common.ts'
import type { InstanceSettings } from '../domain/instance-settings.ts'
import { ownEntry } from '../domain/own-entry.ts'
import { subjectLine } from '../domain/plain-text.ts'
import type { Fallback, Rendered, RenderInput } from '../domain/template.ts'
import { brandOf } from './brand.ts'
import { clerkEmail } from './clerk-fallback.ts'
import { CLERK_TEXT } from './clerk-text.ts'
import { marked, markOfEmail, unmarked, withOwnMark } from './development-mark.ts'
import { CLERKS_OWN, type Gap, gapOf } from './gap.ts'
import { toHtml } from './html.ts'
import { languageOf } from './language.ts'
import { ownSubject } from './own-subject.ts'
import type { Registry } from './registry.ts'
import { senderFor } from './sender.ts'
import { textOf } from './text-part.ts'
import { assertUsable } from './usable.ts'

export interface EmailOptions {
  readonly settings: InstanceSettings
  readonly codeInSubject: boolean
  /** Rejects if the templates cannot be loaded. */
  readonly emails: () => Promise<Registry>
}

/** Renders an email from its template, or from Clerk's own text as the fallback; null if it has none. */
export async function renderEmail(
  input: RenderInput,
  options: EmailOptions,
): Promise<Rendered | null> {
  const { content, example, slug } = input
  const { settings } = options
  const mark = settings.mark ?? markOfEmail(content.clerk)
  const named = brandOf(content.variables, settings.brand)
  const brand = { ...named, appName: unmarked(mark, named.appName).trim() }
  const finish = (subject: string) =>
    example ? `[Test] ${marked(mark, subject)}` : marked(mark, subject)

  const sender = senderFor(settings.senderOf(slug), content.clerk.fromName)
  const clerks = async (fallback: Fallback | null): Promise<Rendered | null> => {
    const clerk = await clerkEmail(withOwnMark(content.clerk, settings.mark), brand.appName)
    if (!clerk) return null
    const rest = { ...CLERKS_OWN, fallback, sender }
    return { channel: 'email', ...clerk, subject: finish(clerk.subject), ...rest }
  }
  // Where Clerk has no text, ours is sent.
  const wanted = settings.ruleOf('email', slug).use === 'clerk' ? await clerks(null) : null
  if (wanted) return wanted
  const result = await writeEmail(input, brand, mark, options)
  if (result.kind === 'written') {
    const { subject, html, text, template, locale } = result
    const rest = { html, text, template, locale, fallback: null, sender }
    return { channel: 'email', subject: finish(subject), ...rest }
  }
  input.onFallback?.(result.fallback, result.error)
  return clerks(result.fallback)
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
  { settings, codeInSubject, emails }: EmailOptions,
): Promise<EmailResult> {
  try {
    const template = ownEntry(await emails(), slug)
    if (!template || slug === null) return { kind: 'gap', fallback: 'unknown_slug' }
    const locale = languageOf(locales)
    const { text: quoted } = content.clerk
    const written = template.write(
      { ...content.variables, [CLERK_TEXT]: quoted && unmarked(mark, quoted) },
      { brand, locale, codeInSubject, ...(mark && { mark }), ...(recipient && { to: recipient }) },
    )
    if ('missing' in written) return { kind: 'gap', ...gapOf(written) }
    const html = await toHtml(written.element)
    const text = written.text ?? (await textOf(html))
    const wanted = ownSubject(settings.subjectOf(slug), content.variables, {
      app: brand.appName,
      codeInSubject,
    })
    const subject = wanted ?? written.subject
    const { variables } = content
    assertUsable({
      channel: 'email',
      slug,
      variables,
      texts: { subject, 'text part': text, 'HTML part': html },
    })
    return { kind: 'written', subject: subjectLine(subject), html, text, template: slug, locale }
  } catch (error) {
    return { kind: 'gap', fallback: 'template_error', error }
  }
}
