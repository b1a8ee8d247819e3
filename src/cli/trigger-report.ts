import type { Answer } from './post-event.ts'

/** One line for each answer. */
export function answerLines(
  type: string,
  answers: readonly Answer[],
  { json }: { readonly json?: boolean },
): string[] {
  return answers.map(({ code, body }) => {
    if (json) return JSON.stringify({ type, code, ...body })
    const words = [body.status ?? body.error, body.reason, body.messageId].filter(Boolean)
    return `${type}  ${code}  ${words.join('  ')}`
  })
}

/** One line for each kind of answer, with the number of such answers. */
export function summaryLines(type: string, answers: readonly Answer[]): string[] {
  const counts = new Map<string, number>()
  for (const { code, body } of answers) {
    const key = `${code} ${body.status ?? body.error}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts].map(([key, count]) => `${type}  ${count} x ${key}`)
}
