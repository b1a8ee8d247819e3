// Each function reads the text once. A regular expression from `<img` to `>` would look for the end again
// at every beginning, and an email may contain any number of beginnings without an end.

/** Replaces each opening tag of this name, `<img …>`. */
export function replaceTags(html: string, name: string, replace: (tag: string) => string): string {
  return replaceSpans(html, name, '>', replace)
}

/** Replaces each element of this name, `<style …>…</style>`, whose content is text. */
export function replaceElements(
  html: string,
  name: string,
  replace: (element: string) => string,
): string {
  return replaceSpans(html, name, `</${name}`, replace)
}

/** The value of an attribute of an opening tag, as it is written; null if the tag does not have it. */
export function attributeOf(tag: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag)
  return found ? (found[1] ?? found[2] ?? found[3] ?? '') : null
}

function replaceSpans(
  html: string,
  name: string,
  end: string,
  replace: (span: string) => string,
): string {
  // Only ASCII letters change, so the length stays the same.
  const text = html.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  const parts: string[] = []
  let done = 0
  for (;;) {
    const start = nextTag(text, name, done)
    const last = start < 0 ? -1 : text.indexOf(end, start)
    if (last < 0) return [...parts, html.slice(done)].join('')
    const close = last + end.length
    parts.push(html.slice(done, start), replace(html.slice(start, close)))
    done = close
  }
}

function nextTag(text: string, name: string, from: number): number {
  const tag = `<${name}`
  let start = text.indexOf(tag, from)
  // A tag with a longer name that begins like this one.
  while (start >= 0 && /[\w-]/.test(text.charAt(start + tag.length))) {
    start = text.indexOf(tag, start + tag.length)
  }
  return start
}
