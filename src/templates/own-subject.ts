/**
 * The operator's subject with its `{names}` filled in: `{app}`, and Clerk's variables by their names
 * (`{otp_code}`, `{user.first_name}`). Undefined if there is none, or if one of its values is missing.
 */
export function ownSubject(
  subject: string | undefined,
  variables: Readonly<Record<string, unknown>>,
  app: string,
): string | undefined {
  if (subject === undefined) return undefined
  let isComplete = true
  const filled = subject.replace(/\{([\w.]+)\}/g, (_, name: string) => {
    const value = name === 'app' ? app : valueAt(variables, name)
    if (value === undefined) isComplete = false
    return value ?? ''
  })
  return isComplete ? filled : undefined
}

/** The `{names}` in the operator's subject that have no value. */
export function namesWithoutValue(
  subject: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...(subject ?? '').matchAll(/\{([\w.]+)\}/g)].map(([, name = '']) => name)
  return names.filter((name) => name !== 'app' && valueAt(variables, name) === undefined)
}

function valueAt(variables: Readonly<Record<string, unknown>>, path: string): string | undefined {
  let value: unknown = variables
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
