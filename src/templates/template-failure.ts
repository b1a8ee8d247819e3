/** What of the templates or their words cannot be used, and why, in one line each. */
export interface TemplateFailure {
  readonly what: string
  readonly why: string
}

const ROOT = new URL('../../', import.meta.url).pathname

/** An error in one line: which file, where in it, and what is wrong. `file` is for those that do not tell. */
export function describeFailure(error: unknown, file = ''): string {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {}
  const words = message
    .replace(/^Transform failed with \d+ errors?:/, '')
    .replaceAll(`file://${ROOT}`, '')
    .replaceAll(ROOT, '')
    .replace(/\s+/g, ' ')
    .trim()
  const [, found] = /((?:emails|src\/templates\/locales)\/[\w./-]+:\d+:\d+)/.exec(stack) ?? []
  const place = found ?? file
  return [place && !words.includes(place) ? `${place}: ` : '', words].join('').slice(0, 400)
}
