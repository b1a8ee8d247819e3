import { importAdvice } from '../domain/import-advice.ts'

/** A template or catalogue that cannot be used: a title, and the cause in one line. */
export interface TemplateFailure {
  readonly title: string
  readonly cause: string
}

const ROOT = new URL('../../', import.meta.url).pathname

/** An error in one line: file, position and message. `file` is used if the error does not name one. */
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
  const said = [place && !words.includes(place) ? `${place}: ` : '', words].join('').slice(0, 400)
  return `${said}${importAdvice(error)}`
}
