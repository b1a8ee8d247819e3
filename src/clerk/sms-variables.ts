/**
 * The code or the link in the text of an SMS, as template variables. Clerk's published SMS event has no
 * variables, only a text.
 *
 * A number is the code only if it has six digits and no other number in the text could be the code. A
 * link is read only from an invitation with exactly one link, and only if no punctuation follows it:
 * otherwise it is not certain where the link ends.
 */
export function variablesInText(text: string, slug: string | null): Record<string, unknown> {
  const links = text.match(/https:\/\/\S+/g) ?? []
  const words = text.replace(/https?:\/\/\S+/g, '')
  // A Set, because the line for autofill repeats the code.
  const [code = '', ...others] = new Set(words.match(/(?<![\d+])\d{3,8}(?!\d)/g))
  const isAlone = others.length === 0 && new RegExp(`(?<![a-z])${code}(?![a-z])`, 'i').test(words)
  const [link = ''] = links
  const isInvitation = slug === 'invitation' && links.length === 1 && /[\w/=-]$/.test(link)
  return {
    ...(code.length === 6 && isAlone ? { otp_code: code } : {}),
    ...(isInvitation ? { action_url: link } : {}),
  }
}
