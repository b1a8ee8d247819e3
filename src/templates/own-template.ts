import { createElement, type ReactElement } from 'react'
import type { Common } from '../../emails/_parts/common.ts'
import type { EmailTemplate, Registry, WrittenEmail } from './registry.ts'

/** What an own template gets: Clerk's variables as they came, and what all templates get. */
export interface OwnProps extends Common {
  readonly variables: Readonly<Record<string, unknown>>
}

/** The exports of a file with an own template. */
interface OwnModule {
  readonly default: ((props: OwnProps) => ReactElement) & { readonly PreviewProps?: OwnProps }
  /** Default: the subject of our template for the slug. */
  readonly subject?: (props: OwnProps) => string
  /** Default: made from the HTML. */
  readonly text?: (props: OwnProps) => string
}

export type OwnTemplates = Readonly<Record<string, () => Promise<unknown>>>

/** The registry with the operator's own templates in it. A template that cannot be loaded fails when it is used. */
export async function withOwnTemplates(registry: Registry, own: OwnTemplates): Promise<Registry> {
  const entries = Object.entries(own).map(async ([slug, load]) => {
    const ours = Object.hasOwn(registry, slug) ? registry[slug] : undefined
    const template = await load().then(
      (module) => ownTemplate(module as OwnModule, ours),
      (error: unknown) => brokenTemplate(error),
    )
    return [slug, template] as const
  })
  return { ...registry, ...Object.fromEntries(await Promise.all(entries)) }
}

function ownTemplate(module: OwnModule, ours: EmailTemplate | undefined): EmailTemplate {
  const write = (props: OwnProps, subject: () => string): WrittenEmail => {
    if (typeof module.default !== 'function') {
      throw new Error('The template does not export its component (export default).')
    }
    return {
      element: createElement(module.default, props),
      subject: module.subject?.(props) ?? subject(),
      text: module.text?.(props) ?? null,
    }
  }
  return {
    write(variables, common) {
      const props = { ...common, variables: variables as OwnProps['variables'] }
      if (module.subject) return write(props, () => '')
      if (!ours) throw new Error('The template does not export "subject".')
      const written = ours.write(variables, common)
      return 'missing' in written ? written : write(props, () => written.subject)
    },
    preview(common) {
      const props = module.default?.PreviewProps
      const preview = ours?.preview(common)
      if (!props) return preview ?? EMPTY
      return write({ ...props, ...common }, () => preview?.subject ?? '')
    },
  }
}

// Of a template for a slug that is not ours and that has no PreviewProps.
const EMPTY: WrittenEmail = { element: createElement('p'), subject: '', text: '' }

function brokenTemplate(error: unknown): EmailTemplate {
  const fail = () => {
    throw error
  }
  return { write: fail, preview: fail }
}
