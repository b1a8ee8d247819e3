import type { ClerkTemplate } from '../../clerk/templates-api.ts'
import { kindOfSlug } from '../../domain/slugs.ts'
import type { OfflineTools } from '../context.ts'

/** What Bellhop would send for the events of a template. */
export interface Sends {
  readonly sends: 'own' | 'clerk' | 'off'
  /** The variables that our template needs and that Clerk's events do not have. */
  readonly missing: readonly string[]
  /** Whether Bellhop has a template for the slug, or knows that Clerk uses it. */
  readonly known: boolean
}

type Tools = Pick<OfflineTools, 'slugs' | 'settingsOf' | 'requiredVariables'>

/** Answers it for the templates of one Clerk instance. */
export async function createSends(
  { slugs, settingsOf, requiredVariables }: Tools,
  instance: string | null,
): Promise<(template: Pick<ClerkTemplate, 'channel' | 'slug' | 'variables'>) => Promise<Sends>> {
  const own = { email: await slugs('email'), sms: await slugs('sms') }
  const { ruleOf } = settingsOf(instance)
  return async ({ channel, slug, variables }) => {
    const hasTemplate = own[channel].includes(slug)
    const known = hasTemplate || kindOfSlug(channel, slug) !== undefined
    const use = ruleOf(channel, slug).use ?? 'own'
    if (use !== 'own' || !hasTemplate) {
      return { sends: use === 'own' ? 'clerk' : use, missing: [], known }
    }
    const required = variables === null ? [] : await requiredVariables(channel, slug)
    return { sends: 'own', missing: required.filter((name) => !variables?.includes(name)), known }
  }
}
