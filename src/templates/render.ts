import { subjectLine } from '../domain/plain-text.ts'
import type { Fallback, Render, Rendered, RenderInput } from '../domain/template.ts'
import { type BrandOverrides, brandOf } from './brand.ts'
import { brokenWords } from './broken-words.ts'
import { clerkEmail } from './clerk-fallback.ts'
import { marked, markOfEmail, markOfSms, unmarked } from './development-mark.ts'
import { toHtml } from './html.ts'
import { languageOf } from './language.ts'
import type { Missing } from './missing.ts'
import type { Registry } from './registry.ts'
import { SMS, type SmsTemplate } from './sms.ts'
import { describeFailure, type TemplateFailure } from './template-failure.ts'
import { webUrl, withoutLocalLinks } from './url.ts'

export interface RendererOptions {
  readonly brand?: BrandOverrides
  /** Whether codes may show in subjects and in notifications. Default true. */
  readonly codeInSubject?: boolean
  /** Whether links to the reader's own machine are left out. Default false. */
  readonly production?: boolean
  /** Loads the templates and React, which take a quarter of a second. */
  readonly loadEmails?: () => Promise<Registry>
}

export interface Renderer {
  readonly render: Render
  /**
   * Loads all that the first message would otherwise have to wait for. Answers with the first thing that
   * cannot be used; in production the catalogues are not read for it, which takes a tenth of a second.
   */
  warm(): Promise<TemplateFailure | null>
}

/** Writes messages with our templates, or with Clerk's own words where ours cannot. */
export function createRenderer({
  brand: overrides = {},
  codeInSubject = true,
  production = false,
  loadEmails = async () => (await import('./registry.ts')).EMAILS,
}: RendererOptions = {}): Renderer {
  let isSound = false
  let loaded: Promise<Registry> | undefined
  function emails(): Promise<Registry> {
    loaded ??= loadEmails().catch((error) => {
      loaded = undefined
      throw error
    })
    return loaded
  }

  async function render(given: RenderInput): Promise<Rendered | null> {
    const input = production ? withLinksToOthers(given) : given
    const written = input.channel === 'email' ? await email(input) : sms(input)
    if (!written) return null
    return { ...written, ...secretsOf(input) }
  }

  async function email(input: RenderInput): Promise<Rendered | null> {
    const { slug, content, example, locales } = input
    const mark = markOfEmail(content.clerk)
    const named = brandOf(content.variables, overrides)
    const brand = { ...named, appName: unmarked(mark, named.appName).trim() }
    const test = (subject: string) => (example ? `[Test] ${subject}` : subject)
    let gap: Gap = { fallback: 'unknown_slug' }
    try {
      const template = ownEntry(await emails(), slug)
      const locale = languageOf(locales)
      const clerkText = content.clerk.text
      const variables = {
        ...content.variables,
        clerk_text: clerkText && unmarked(mark, clerkText),
      }
      const written = template?.write(variables, {
        brand,
        locale,
        codeInSubject,
        ...(mark && { mark }),
      })
      if (written && 'missing' in written) gap = gapOf(written)
      else if (written && slug !== null) {
        return {
          channel: 'email',
          subject: test(marked(mark, subjectLine(written.subject))),
          html: await toHtml(written.element),
          text: written.text,
          template: slug,
          locale,
          fallback: null,
        }
      }
    } catch (error) {
      gap = { fallback: 'template_error', error }
    }
    const { fallback } = gap
    input.onFallback?.(fallback, gap.error)
    const clerk = await clerkEmail(content.clerk, brand.appName)
    return (
      clerk && {
        channel: 'email',
        ...clerk,
        subject: test(marked(mark, clerk.subject)),
        ...CLERKS,
        fallback,
      }
    )
  }

  function sms(input: RenderInput): Rendered | null {
    const { slug, content, example, locales } = input
    const mark = markOfSms(content.clerk)
    // In front: the last line belongs to the phone.
    const test = (text: string) => (example ? `[Test] ${text}` : text)
    let gap: Gap = { fallback: 'unknown_slug' }
    try {
      const { appName } = brandOf(content.variables, overrides)
      const locale = languageOf(locales)
      const template = ownEntry<SmsTemplate>(SMS, slug)
      const body = template?.(content.variables, {
        appName,
        appOrigin: overrides.appOrigin,
        locale,
      })
      if (typeof body === 'object') gap = gapOf(body)
      else if (body && slug !== null) {
        const own = marked(mark, body)
        return { channel: 'sms', body: test(own), template: slug, locale, fallback: null }
      }
    } catch (error) {
      gap = { fallback: 'template_error', error }
    }
    const { fallback } = gap
    input.onFallback?.(fallback, gap.error)
    const text = content.clerk.text?.trim()
    return text ? { channel: 'sms', body: test(marked(mark, text)), ...CLERKS, fallback } : null
  }

  return {
    render,
    async warm() {
      if (isSound) return null
      const words = production ? null : brokenWords()
      if (words) return { what: 'A catalogue is broken', why: words }
      try {
        const failure = await firstBroken(await emails())
        isSound = failure === null
        return failure
      } catch (error) {
        return { what: 'The templates cannot be loaded', why: describeFailure(error) }
      }
    },
  }
}

/** The first template whose preview fails. */
async function firstBroken(registry: Registry): Promise<TemplateFailure | null> {
  for (const [slug, template] of Object.entries(registry)) {
    try {
      await toHtml(template.preview().element)
    } catch (error) {
      const file = `emails/${slug.replaceAll('_', '-')}.tsx`
      return { what: `The template of ${slug} fails`, why: describeFailure(error, file) }
    }
  }
  return null
}

function withLinksToOthers(input: RenderInput): RenderInput {
  const { content } = input
  return { ...input, content: { ...content, variables: withoutLocalLinks(content.variables) } }
}

/** Why a template of ours was not used. */
interface Gap {
  readonly fallback: Fallback
  readonly error?: unknown
}

function gapOf({ missing }: Missing): Gap {
  const error = new Error(`Missing, or not fit to be used: ${missing.join(', ')}.`)
  return { fallback: 'missing_variable', error }
}

/** Clerk writes English only. */
const CLERKS = { template: 'clerk', locale: 'en' }

function ownEntry<Entry>(
  entries: Readonly<Record<string, Entry>>,
  key: string | null,
): Entry | undefined {
  return key !== null && Object.hasOwn(entries, key) ? entries[key] : undefined
}

function secretsOf({ content: { variables } }: RenderInput): { code?: string; link?: string } {
  const { otp_code: code, magic_link, action_url } = variables
  const link = webUrl(magic_link) ?? webUrl(action_url)
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(link === undefined ? {} : { link }),
  }
}
