import type { Render, Rendered, RenderInput } from '../domain/template.ts'
import type { BrandOverrides } from './brand.ts'
import { brokenWords } from './broken-words.ts'
import { toHtml } from './html.ts'
import type { Registry } from './registry.ts'
import { renderEmail } from './render-email.ts'
import { renderSms } from './render-sms.ts'
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
    const written =
      input.channel === 'email'
        ? await renderEmail(input, { overrides, codeInSubject, emails })
        : renderSms(input, overrides)
    if (!written) return null
    return { ...written, ...secretsOf(input) }
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

function secretsOf({ content: { variables } }: RenderInput): { code?: string; link?: string } {
  const { otp_code: code, magic_link, action_url } = variables
  const link = webUrl(magic_link) ?? webUrl(action_url)
  return {
    ...(typeof code === 'string' ? { code } : {}),
    ...(link === undefined ? {} : { link }),
  }
}
