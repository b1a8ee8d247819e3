import type { Encryptable } from '../../domain/content-cipher.ts'
import type { InstanceNames } from '../../domain/instance-names.ts'
import type { MessageContent } from '../../domain/message.ts'
import type { Render } from '../../domain/template.ts'
import type { Db } from '../../store/engine/database.ts'
import type { TemplatePreview } from '../preview/template-preview.ts'
import type { CaptureSignal } from './capture-signal.ts'
import type { WriteEmailFile } from './email-file.ts'
import type { RequestPreview } from './language-version.ts'
import type { ReadPulled } from './pulled-version.ts'

export interface Outbox {
  readonly captures: CaptureSignal
  readonly render: Render
  /** An error in the templates, for their author; null if there is none, and in production. */
  readonly failure: () => Promise<{ readonly title: string; readonly cause: string } | null>
  /** The languages that have a catalogue. */
  readonly languages: readonly string[]
  readonly requestPreview: RequestPreview
  readonly writeFile: WriteEmailFile
  readonly templates: TemplatePreview
  readonly readPulled: ReadPulled
  /** Decrypts the content that a message was made from. */
  readonly decrypt: (source: Encryptable<MessageContent>) => MessageContent
}

export interface OutboxRoutesDeps extends Outbox {
  readonly db: Db
  readonly instances: InstanceNames
  readonly now: () => Date
  readonly newId: () => string
}
