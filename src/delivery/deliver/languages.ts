import { z } from 'zod'
import { languageAndScript } from '../../domain/language-tag.ts'
import type { MessageContent } from '../../domain/message.ts'
import type { LanguageSource } from '../../domain/template.ts'

const metadata = z
  .object({ public_metadata: z.object({ locale: z.string() }).partial() })
  .partial()
  .catch({})
const carried = z.object({ user: metadata, invitation: metadata, org: metadata }).partial()

/** A language that the reader of a message may want, and who says so. */
export interface WantedLanguage {
  /** BCP 47. */
  readonly tag: string
  readonly source: LanguageSource
}

/**
 * The languages for the reader of a message, the most wanted first: the user's own, those in the
 * `public_metadata` of the event, the one that the app sent, the default.
 */
export function languagesOf(
  message: { readonly userLocale: string | null; readonly content: MessageContent },
  hint: string | undefined,
  defaultLocale: string,
): WantedLanguage[] {
  const { user, invitation, org } = carried.catch({}).parse(message.content.variables)
  const wanted: [LanguageSource, string | undefined][] = [
    ...(message.userLocale?.split(',') ?? []).map((tag): [LanguageSource, string] => ['user', tag]),
    ['event', user?.public_metadata?.locale],
    ['event', invitation?.public_metadata?.locale],
    ['hint', hint],
    ['organization', org?.public_metadata?.locale],
    ['default', defaultLocale],
  ]
  return wanted.flatMap(([source, tag]) => (tag ? [{ source, tag: tag.replaceAll('_', '-') }] : []))
}

/** Who wanted the language that a message was written in. Nobody did if it is the last resort. */
export function sourceOf(language: string, wanted: readonly WantedLanguage[]): LanguageSource {
  const is = (tag: string) =>
    tag === language || languageAndScript(tag) === languageAndScript(language)
  return wanted.find(({ tag }) => is(tag))?.source ?? 'default'
}
