import { type Config, loadConfig } from '../config/config.ts'
import type { TemplatePreview } from '../ops/preview/template-preview.ts'
import type { Renderer } from '../templates/render.ts'
import type { Base } from './base.ts'
import { createTemplatePreview } from './template-preview.ts'
import { openRenderer } from './templates.ts'

/** What the templates and the settings file decide. During development they change while the service runs. */
export interface MessageParts {
  readonly config: Config
  readonly renderer: Renderer
  readonly templatePreview: TemplatePreview
}

export function messageParts(config: Config, base: Base): MessageParts {
  const renderer = openRenderer(config, base)
  return { config, renderer, templatePreview: createTemplatePreview(config, base, renderer) }
}

/** Reads the settings and the templates anew. `address` changes the address of the settings file. */
export async function readMessageParts(
  base: Base,
  address: (file: URL) => string,
): Promise<MessageParts> {
  return messageParts(await loadConfig(undefined, { address }), base)
}
