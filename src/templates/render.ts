import type { BrandOverrides } from '../domain/brand.ts'
import { onlyBrand, type SettingsOf } from '../domain/instance-settings.ts'
import type { Render, Rendered, RenderInput } from '../domain/template.ts'
import { toHtml } from './html.ts'
import type { OwnTemplates } from './own-templates.ts'
import type { Registry } from './registry.ts'
import { renderEmail } from './render-email.ts'
import { describeFailure, type TemplateFailure } from './template-failure.ts'
import { webUrl, withoutLocalLinks } from './url.ts'

export interface RendererOptions {
  /** The brand of all messages, if `settingsOf` is not given. */
  readonly brand?: BrandOverrides
  /** What applies to the messages of a Clerk instance. */
  readonly settingsOf?: SettingsOf
  /** Whether codes may appear in subjects and in notifications. Default true. */
  readonly codeInSubject?: boolean
  /** Whether links to `localhost` are left out. Default false. */
  readonly production?: boolean
  /** The operator's own templates by slug. */
  readonly ownTemplates?: OwnTemplates
  /** Loads the templates and React, which takes a quarter of a second. */
  readonly loadEmails?: () => Promise<Registry>
}

export interface Renderer {
  readonly render: Render
  /** Loads and checks all templates and catalogues. Returns the first one that is broken. */
  check(): Promise<TemplateFailure | null>
}

/**
 * Renders messages with the templates, and with Clerk's own text if a template cannot be used. Loads what
 * it needs with the first message: a process that waits for messages has no use for React.
 */
export function createRenderer({
  brand,
  settingsOf = () => onlyBrand(brand),
  codeInSubject = true,
  production = false,
  ownTemplates = {},
  loadEmails = async () => (await import('./registry.ts')).EMAILS,
}: RendererOptions = {}): Renderer {
  let isSound = false
  let loaded: Promise<Registry> | undefined
  function emails(): Promise<Registry> {
    loaded ??= loadAll().catch((error) => {
      loaded = undefined
      throw error
    })
    return loaded
  }

  async function loadAll(): Promise<Registry> {
    const registry = await loadEmails()
    if (Object.keys(ownTemplates).length === 0) return registry
    const { withOwnTemplates } = await import('./own-templates.ts')
    return withOwnTemplates(registry, ownTemplates)
  }

  let sms: Promise<typeof import('./render-sms.ts')> | undefined
  function loadSms(): Promise<typeof import('./render-sms.ts')> {
    sms ??= import('./render-sms.ts')
    return sms
  }

  async function render(original: RenderInput): Promise<Rendered | null> {
    const input = production ? withoutLinksToLocalhost(original) : original
    const settings = settingsOf(input.instanceId ?? null)
    const rendered =
      input.channel === 'email'
        ? await renderEmail(input, { settings, codeInSubject, emails })
        : (await loadSms()).renderSms(input, settings)
    if (!rendered) return null
    return { ...rendered, ...secretsOf(input) }
  }

  return {
    render,
    async check() {
      if (isSound) return null
      try {
        const { brokenWords } = await import('./broken-words.ts')
        const words = brokenWords()
        if (words) return { title: 'A catalogue is broken', cause: words }
        await loadSms()
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
