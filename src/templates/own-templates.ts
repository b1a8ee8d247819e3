import pTimeout from 'p-timeout'
import { createElement, type ReactElement } from 'react'
import { moduleExports } from '../domain/module-exports.ts'
import type { OwnProps } from './own-template.ts'
import type { EmailTemplate, Registry, WrittenEmail } from './registry.ts'

/** The exports of a file with an own template. */
interface OwnModule {
  readonly default: ((props: OwnProps) => ReactElement) & { readonly PreviewProps?: OwnProps }
  /** Default: the subject of our template for the slug. */
  readonly subject?: (props: OwnProps) => string
  /** Default: made from the HTML. */
  readonly text?: (props: OwnProps) => string
}

export type OwnTemplates = Readonly<Record<string, () => Promise<unknown>>>

// An import that never ends must not keep all emails waiting.
const LOAD_MS = 5_000

/** The registry with the operator's own templates in it. A template that cannot be loaded fails when it is used. */
export async function withOwnTemplates(registry: Registry, own: OwnTemplates): Promise<Registry> {
  const entries = Object.entries(own).map(async ([slug, load]) => {
    const ours = Object.hasOwn(registry, slug) ? registry[slug] : undefined
    // It may not return a promise, or throw at once: it is the operator's.
    const loading = Promise.resolve().then(load)
    const template = await pTimeout(loading, { milliseconds: LOAD_MS })
      .then((module) => ownTemplate(checked(module, slug), ours))
      .catch(brokenTemplate)
    return [slug, template] as const
  })
  return { ...registry, ...Object.fromEntries(await Promise.all(entries)) }
}

/** What was imported, if it is a file with a template. */
function checked(module: unknown, slug: string): OwnModule {
  const exports = moduleExports(module)
  if (typeof exports.default === 'function') return exports as unknown as OwnModule
  throw new Error(
    `templates.${slug} does not import a file whose default export is a component. Write: ${slug}: () => import('./${slug}.tsx').`,
  )
}

function ownTemplate(module: OwnModule, ours: EmailTemplate | undefined): EmailTemplate {
  const write = (props: OwnProps, subject: () => string): WrittenEmail => {
    return {
      element: createElement(module.default, props),
      subject: module.subject?.(props) ?? subject(),
      text: module.text?.(props) ?? null,
    }
  }
  return {
    write(variables, common) {
      const props = { ...common, variables: variables as OwnProps['variables'] }
      const written = ours?.write(variables, common)
      if (written && 'missing' in written) return written
      if (!written && !module.subject) throw new Error('The template does not export "subject".')
      return write(props, () => written?.subject ?? '')
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
