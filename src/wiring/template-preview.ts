import { EXAMPLE_RECIPIENTS } from '../clerk/examples.ts'
import { contentFor, SAME_RANDOM } from '../cli/example-message.ts'
import type { Config } from '../config/config.ts'
import type { RenderInput } from '../domain/template.ts'
import type { PreviewChoice, TemplatePreview } from '../ops/preview/template-preview.ts'
import type { Renderer } from '../templates/render.ts'
import { describeFailure } from '../templates/template-failure.ts'
import { currentVocabulary } from '../templates/vocabulary.ts'
import type { Base } from './base.ts'
import { templateSlugs } from './template-slugs.ts'

/** Writes examples of messages as the service would write them. */
export function createTemplatePreview(
  { settingsOf, instanceNames, ownTemplates }: Config,
  { now }: Pick<Base, 'now'>,
  { render }: Pick<Renderer, 'render'>,
): TemplatePreview {
  return {
    slugs: async () => ({
      email: await templateSlugs('email', { ownTemplates }),
      sms: await templateSlugs('sms', { ownTemplates }),
    }),
    languages: currentVocabulary().languages,
    instances: instanceNames.ids.map((id) => ({ id, name: instanceNames.nameOf(id) ?? id })),
    async write(choice) {
      const { channel, slug, instance } = choice
      let fault: string | null = null
      const rendered = await render({
        ...inputOf(choice),
        content: contentFor({ now, random: SAME_RANDOM }, { channel, slug, set: [] }),
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
    recipient: EXAMPLE_RECIPIENTS[channel],
  }
}
