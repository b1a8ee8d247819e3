const ROOT = new URL('../../', import.meta.url).pathname

/** Why the templates cannot be loaded, in one line: which file, where in it, and what is wrong. */
export function describeLoadFailure(error: unknown): string {
  const { message = String(error), stack = '' } = error instanceof Error ? error : {}
  const words = message.replaceAll(ROOT, '').replace(/\s+/g, ' ').trim()
  const [, place = ''] = /((?:emails|src\/templates)\/[\w./-]+:\d+:\d+)/.exec(stack) ?? []
  return [place && !words.includes(place) ? `${place}: ` : '', words].join('').slice(0, 400)
}
