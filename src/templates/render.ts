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
  /** Whether codes may appear in subjects and in notifications. Default true. */
  readonly codeInSubject?: boolean
  /** Whether links to `localhost` are left out. Default false. */
  readonly production?: boolean
  /** Loads the templates and React, which takes a quarter of a second. */
  readonly loadEmails?: () => Promise<Registry>
}

export interface Renderer {
  readonly render: Render
  /**
   * Loads everything that the first message would otherwise wait for. Returns the first template or
   * catalogue that is broken. Does not check the catalogues in production, because that takes 0.1 s.
   */
  warm(): Promise<TemplateFailure | null>
}

/** Renders messages with the templates, and with Clerk's own text if a template cannot be used. */
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

  async function render(original: RenderInput): Promise<Rendered | null> {
    const input = production ? withoutLinksToLocalhost(original) : original
    const rendered =
      input.channel === 'email'
        ? await renderEmail(input, { overrides, codeInSubject, emails })
        : renderSms(input, overrides)
    if (!rendered) return null
    return { ...rendered, ...secretsOf(input) }
  }

  return {
    render,
    async warm() {
      if (isSound) return null
      const words = production ? null : brokenWords()
      if (words) return { title: 'A catalogue is broken', cause: words }
      try {
        const failure = await firstBroken(await emails())
        isSound = failure === null
        return failure
      } catch (error) {
        return { title: 'The templates cannot be loaded', cause: describeFailure(error) }
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
      return { title: `The template for ${slug} fails`, cause: describeFailure(error, file) }
    }
  }
  return null
}

function withoutLinksToLocalhost(input: RenderInput): RenderInput {
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
