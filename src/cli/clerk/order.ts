import { kindOf } from '../../clerk/slugs.ts'
import type { TemplateName } from '../../clerk/templates-api.ts'
import type { MessageKind } from '../../domain/message.ts'

/** A template to put in order. `variables` may tell the kind of an unknown slug. */
export interface Orderable extends TemplateName {
  readonly variables?: readonly string[] | null
}

/** People can wait for a notice, and nobody can sign in without a code. */
export const SAFEST_FIRST = ['notice', 'welcome', 'invitation', 'link', 'code'] as const

/** The kind of the messages of a template. */
export function kindOfTemplate({ channel, slug, variables }: Orderable): MessageKind {
  return kindOf(channel, slug, Object.fromEntries((variables ?? []).map((name) => [name, ''])))
}

/**
 * The templates in the order to switch them: first what `wanted` names (a slug, or a kind such as `notice`),
 * then the safest. Among equals emails come first, then the alphabet decides.
 */
export function inOrder<Template extends Orderable>(
  templates: readonly Template[],
  wanted: readonly string[] = [],
): Template[] {
  const order: readonly string[] = [...wanted, ...SAFEST_FIRST]
  const rankOf = (template: Template) => {
    const { slug } = template
    return order.indexOf(wanted.includes(slug) ? slug : kindOfTemplate(template))
  }
  return templates.toSorted(
    (one, other) =>
      rankOf(one) - rankOf(other) ||
      compare(one.channel, other.channel) ||
      compare(one.slug, other.slug),
  )
}

/** The entries of an order that are neither a kind nor the slug of a template. */
export function unknownIn(
  wanted: readonly string[],
  templates: readonly TemplateName[],
): readonly string[] {
  const known = new Set<string>([...SAFEST_FIRST, ...templates.map(({ slug }) => slug)])
  return wanted.filter((entry) => !known.has(entry))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
