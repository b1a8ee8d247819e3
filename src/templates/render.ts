import { oneLine } from '../domain/plain-text.ts'
import type { Fallback, Render, Rendered, RenderInput } from '../domain/template.ts'
import { type BrandOverrides, brandOf } from './brand.ts'
import { clerkEmail } from './clerk-fallback.ts'
import type { Registry } from './registry.ts'
import { SMS } from './sms.ts'
import { webUrl } from './url.ts'

// Of the words, whatever the reader's: marked as another one, they would be read aloud in its accent
// or set from right to left.
const LANGUAGE = 'en'

export interface Renderer {
  readonly render: Render
  /** Loads the templates and React, which take a quarter of a second; the first message need not wait for it. */
  warm(): Promise<void>
}

/** Writes messages with our templates, or with Clerk's own words where ours cannot. */
export function createRenderer(
  overrides: BrandOverrides,
  loadEmails: () => Promise<Registry> = async () => (await import('./registry.ts')).EMAILS,
): Renderer {
  async function render(input: RenderInput): Promise<Rendered | null> {
    const written = input.channel === 'email' ? await email(input) : sms(input)
    if (!written) return null
    return { ...written, ...secretsOf(input) }
  }

  async function email(input: RenderInput): Promise<Rendered | null> {
    const { slug, content, example } = input
    const brand = brandOf(content.variables, overrides)
    const mark = (subject: string) => (example ? `[Test] ${subject}` : subject)
    let fallback: Fallback = 'unknown_slug'
    try {
      const emails = await loadEmails()
      const template = slug !== null && Object.hasOwn(emails, slug) ? emails[slug] : undefined
      const written = template?.write(content.variables, { brand, locale: LANGUAGE })
      if (written && slug !== null) {
        const { render: toHtml } = await import('react-email')
        const html = await toHtml(written.element)
        const subject = mark(oneLine(written.subject, 250))
        return {
          channel: 'email',
          subject,
          html,
          text: written.text,
          template: slug,
          fallback: null,
        }
      }
      if (template) fallback = 'missing_variable'
    } catch {
      fallback = 'template_error'
    }
    const clerk = await clerkEmail(content.clerk, brand.appName)
    return (
      clerk && {
        channel: 'email',
        ...clerk,
        subject: mark(clerk.subject),
        template: 'clerk',
        fallback,
      }
    )
  }

  function sms({ slug, content, example }: RenderInput): Rendered | null {
    // In front: the last line belongs to the phone.
    const mark = (text: string) => (example ? `[Test] ${text}` : text)
    let fallback: Fallback = 'unknown_slug'
    try {
      const { appName } = brandOf(content.variables, overrides)
      const template = slug !== null && Object.hasOwn(SMS, slug) ? SMS[slug] : undefined
      const body = template?.(content.variables, { appName, appOrigin: overrides.appOrigin })
      if (body && slug !== null) {
        return { channel: 'sms', body: mark(body), template: slug, fallback: null }
      }
      if (template) fallback = 'missing_variable'
    } catch {
      fallback = 'template_error'
    }
    const text = content.clerk.text?.trim()
    return text ? { channel: 'sms', body: mark(text), template: 'clerk', fallback } : null
  }

  return {
    render,
    async warm() {
      const emails = await loadEmails()
      const { render: toHtml } = await import('react-email')
      for (const template of Object.values(emails)) await toHtml(template.preview().element)
    },
  }
}

function secretsOf({ content: { variables } }: RenderInput): { code?: string; link?: string } {
  const { otp_code: code, magic_link, action_url } = variables
  const link = webUrl(magic_link) ?? webUrl(action_url)
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(link === undefined ? {} : { link }),
  }
}
