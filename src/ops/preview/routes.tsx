/** @jsxImportSource hono/jsx */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { OpsEnv } from '../access/visitor.ts'
import { framed, frameHeaders } from '../outbox/frame.ts'
import { page } from '../ui/layout.tsx'
import { TEMPLATES_OPTIONS, TemplatesPage, type TemplatesProps } from './page.tsx'
import type { PreviewChoice, TemplatePreview } from './template-preview.ts'

const text = z.string().max(100).optional().catch(undefined)
const on = z.literal('1').optional().catch(undefined)
const query = z.object({ message: text, language: text, instance: text, dark: on, phone: on })

/** Every message with the settings of this service, by slug, language and instance. */
export function templateRoutes(preview: TemplatePreview): Hono<OpsEnv> {
  const routes = new Hono<OpsEnv>()

  routes.get('/templates', async (c) => {
    const asked = query.parse(c.req.query())
    const slugs = await preview.slugs()
    const choice = choiceOf(asked, slugs)
    const previewed = await preview.write(choice)
    const view = { dark: asked.dark === '1', phone: asked.phone === '1' }
    const props = { view, choice, previewed, preview, slugs }
    return page(c, 'Templates', <TemplatesPage {...props} />, TEMPLATES_OPTIONS)
  })

  // What the frame of the page shows. Its only pictures are those of the brand and of the example.
  routes.get('/templates/html', async (c: Context<OpsEnv>) => {
    const asked = query.parse(c.req.query())
    const { rendered } = await preview.write(choiceOf(asked, await preview.slugs()))
    if (rendered?.channel !== 'email') return c.notFound()
    const options = { dark: asked.dark === '1', images: true }
    return c.html(framed(rendered.html, options), 200, frameHeaders(options))
  })

  return routes

  /** What is not known is replaced by the first that is. */
  function choiceOf(
    { message = '', language, instance }: z.infer<typeof query>,
    slugs: TemplatesProps['slugs'],
  ) {
    const [name, slug = ''] = message.split(':')
    const channel = name === 'sms' ? 'sms' : 'email'
    const { languages, instances } = preview
    return {
      channel,
      slug: slugs[channel].find((known) => known === slug) ?? slugs[channel][0] ?? '',
      language: languages.find((known) => known === language) ?? languages[0] ?? 'en',
      instance: instances.find(({ id }) => id === instance)?.id ?? null,
    } satisfies PreviewChoice
  }
}
