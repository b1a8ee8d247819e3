const PLACEHOLDER = /\{\{\{?\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*\}?\}\}/g
const LONGEST_VALUE = 2_000

/**
 * Puts the variables of an event in the place of `{{name}}` and `{{app.name}}`. This is only to look at a
 * template, so it does not try to be Handlebars: blocks (`{{#if …}}`) and names without a value stay as they
 * are written. `safe` makes a value safe for where it stands.
 */
export function fillTemplate(
  text: string,
  variables: Readonly<Record<string, unknown>>,
  safe: (value: string) => string,
): string {
  return text.replace(PLACEHOLDER, (placeholder, path: string) => {
    const value = valueAt(variables, path.split('.'))
    return value === undefined ? placeholder : safe(value)
  })
}

function valueAt(variables: unknown, path: readonly string[]): string | undefined {
  let found = variables
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Record<string, unknown>)[name]
  }
  if (typeof found !== 'string' && typeof found !== 'number') return undefined
  return String(found).slice(0, LONGEST_VALUE)
}
