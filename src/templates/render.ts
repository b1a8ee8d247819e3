import { oneLine } from '../domain/plain-text.ts'
import type { Fallback, Render, Rendered, RenderInput } from '../domain/template.ts'
import { type BrandOverrides, brandOf } from './brand.ts'
import { clerkEmail } from './clerk-fallback.ts'
import type { Registry } from './registry.ts'
import { SMS } from './sms.ts'

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
    const { slug, locale, content, example } = input
    const brand = brandOf(content.variables, overrides)
    const { render: toHtml, toPlainText } = await import('react-email')
    const mark = (subject: string) => (example ? `[Test] ${subject}` : subject)
    let fallback: Fallback = 'unknown_slug'
    try {
      const emails = await loadEmails()
      const template = slug !== null && Object.hasOwn(emails, slug) ? emails[slug] : undefined
      const written = template?.write(content.variables, { brand, locale })
      if (written && slug !== null) {
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
    const clerk = clerkEmail(content.clerk, brand.appName, toPlainText)
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
    const { appName } = brandOf(content.variables, overrides)
    const template = slug !== null && Object.hasOwn(SMS, slug) ? SMS[slug] : undefined
    const body = template?.(content.variables, { appName, appOrigin: overrides.appOrigin }) ?? null
    // In front: the last line belongs to the phone.
    const mark = (text: string) => (example ? `[Test] ${text}` : text)
    if (body !== null && slug !== null) {
      return { channel: 'sms', body: mark(body), template: slug, fallback: null }
    }
    const text = content.clerk.text?.trim()
    if (!text) return null
    const fallback = template ? 'missing_variable' : 'unknown_slug'
    return { channel: 'sms', body: mark(text), template: 'clerk', fallback }
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
  const link = magic_link ?? action_url
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof link === 'string' ? { link } : {}),
  }
}
