const MARK = '[Development]'

// At most behind the name of the app, which some put first.
const MARKED = /^\s*(?:\[[^\]\n]{0,60}\]\s*){0,2}\[development\]/i

/**
 * What Clerk puts in front of all that a development instance sends, read from its subject or SMS, so
 * that ours can be told from real messages, too.
 */
export function developmentMark(clerks: string | undefined): string | undefined {
  return clerks && MARKED.test(clerks) ? MARK : undefined
}
