import { z } from 'zod'
import type { MessageContent } from '../../domain/message.ts'

const metadata = z
  .object({ public_metadata: z.object({ locale: z.string() }).partial() })
  .partial()
  .catch({})
const carried = z.object({ user: metadata, invitation: metadata, org: metadata }).partial()

/**
 * The languages for the reader of a message (BCP 47), the most wanted first: the user's own, those in the
 * `public_metadata` of the event, the one that the app sent, the default.
 */
export function languagesOf(
  message: { readonly userLocale: string | null; readonly content: MessageContent },
  hint: string | undefined,
  defaultLocale: string,
): string[] {
  const { user, invitation, org } = carried.catch({}).parse(message.content.variables)
  return [
    ...(message.userLocale?.split(',') ?? []),
    user?.public_metadata?.locale,
    invitation?.public_metadata?.locale,
    hint,
    org?.public_metadata?.locale,
    defaultLocale,
  ].flatMap((locale) => (locale ? [locale.replaceAll('_', '-')] : []))
}
