import type { CaptureSignal } from '../ops/outbox/capture-signal.ts'
import type { TemplatePreview } from '../ops/preview/template-preview.ts'
import type { Parts } from './parts.ts'

export interface WebParts extends Parts {
  readonly captures: CaptureSignal
  readonly templatePreview: TemplatePreview
  readonly stopping: () => boolean
  /**
   * How long `/metrics` and `/readyz` answer the same, however often they are asked. The overview, which costs
   * more, stays the same three times as long.
   */
  readonly keptMs: number
}
