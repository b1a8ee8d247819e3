import { EMAIL_KINDS, SMS_KINDS } from '../domain/slugs.ts'

const MOST_COLUMNS = 96

const EMAIL_SLUGS: readonly string[] = Object.keys(EMAIL_KINDS)
const SMS_SLUGS: readonly string[] = Object.keys(SMS_KINDS)

/** Every slug that Bellhop knows, each once. */
export const ALL_SLUGS: readonly string[] = [...new Set([...EMAIL_SLUGS, ...SMS_SLUGS])]

/** The slugs for the help of a command. */
export const SLUG_HELP = `
Slugs of emails:
${wrapped(EMAIL_SLUGS)}
Slugs of SMS:
${wrapped(SMS_SLUGS)}
`

function wrapped(words: readonly string[]): string {
  const lines: string[] = []
  for (const word of words) {
    const line = `${lines.at(-1) ?? ' '} ${word},`
    if (lines.length > 0 && line.length <= MOST_COLUMNS) lines[lines.length - 1] = line
    else lines.push(`  ${word},`)
  }
  return lines.join('\n').replace(/,$/, '')
}
