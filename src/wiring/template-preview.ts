import { contentFor } from '../cli/example-message.ts'
import type { Config } from '../config/config.ts'
import type { RenderInput } from '../domain/template.ts'
import type { PreviewChoice, TemplatePreview } from '../ops/preview/template-preview.ts'
import type { Renderer } from '../templates/render.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'

// The example stays the same when its page is loaded again.
const RANDOM = () => 0.427193

/** Writes examples of messages as the service would write them. */
export function createTemplatePreview(
  { settingsOf, instances, ownTemplates }: Config,
  { now }: Pick<Base, 'now'>,
  { render }: Pick<Renderer, 'render'>,
): TemplatePreview {
  return {
    slugs: async () => {
      // Loaded with the page, because a process that only waits has no use for them.
      const { EMAILS } = await import('../templates/registry.ts')
      const { SMS } = await import('../templates/sms.ts')
      return { email: Object.keys({ ...EMAILS, ...ownTemplates }), sms: Object.keys(SMS) }
    },
    languages: currentVocabulary().languages,
    instances: instances.map((id) => ({ id, name: settingsOf(id).name ?? id })),
    async write(choice) {
      const { channel, slug, instance } = choice
      let fault: string | null = null
      const rendered = await render({
        ...inputOf(choice),
        content: contentFor({ now, random: RANDOM }, { channel, slug, set: [] }),
        onFallback: (fallback, error) => {
          fault = error ? describeFailure(error) : fallback
        },
      })
      return { rendered, fault, use: settingsOf(instance).ruleOf(channel, slug).use ?? 'own' }
    },
  }
}

function inputOf({
  channel,
  slug,
  language,
  instance,
}: PreviewChoice): Omit<RenderInput, 'content'> {
  return {
    instanceId: instance,
    channel,
    slug,
    locales: [language],
    example: false,
    recipient: channel === 'email' ? 'ada@acme.dev' : '+14155552671',
  }
}
