import type { Channel } from '../../domain/message.ts'

/** What was checked. Scripts rely on the names, so they do not change. */
export type Check =
  | 'renders'
  | 'links'
  | 'code'
  | 'subject'
  | 'size'
  | 'contrast'
  | 'words'
  | 'segments'

/** Only an error makes the command fail. */
export type Level = 'error' | 'warning'

/** Something that is wrong with one message, without where. */
export interface Fault {
  readonly check: Check
  readonly level: Level
  readonly message: string
}

/** A fault and where it is; null where it concerns all of them. */
export interface Finding extends Fault {
  readonly slug: string | null
  readonly channel: Channel | null
  readonly language: string | null
  /** The Clerk instance; null for the general settings. */
  readonly instance: string | null
}

export function findingLine(finding: Finding, { json }: { readonly json?: boolean }): string {
  const { slug, channel, language, instance, check, level, message } = finding
  if (json) {
    return JSON.stringify({ slug, channel, language, instance, check, level, message })
  }
  const place = [channel, language, instance].filter(Boolean).join(', ')
  const file = check === 'words' ? `${language}.json` : place
  const where = slug ? `${slug} (${place})` : file
  return [level.padEnd(7), check.padEnd(8), ...(where ? [`${where}:`] : []), message].join(' ')
}
