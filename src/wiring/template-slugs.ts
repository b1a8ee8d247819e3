import type { Config } from '../config/config.ts'
import type { Channel } from '../domain/message.ts'

/** The slugs that have a template. Loads the templates, so it is called when somebody asks. */
export async function templateSlugs(
  channel: Channel,
  { ownTemplates }: Pick<Config, 'ownTemplates'>,
): Promise<string[]> {
  if (channel === 'sms') return Object.keys((await import('../templates/sms.ts')).SMS)
  const { EMAILS } = await import('../templates/registry.ts')
  return Object.keys({ ...EMAILS, ...ownTemplates })
}
