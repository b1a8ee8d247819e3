import { safeFact } from '../domain/fact-text.ts'
import { oneLine, safeName } from '../domain/plain-text.ts'
import { isolatedText } from './isolated.ts'
import { code, shownAddress } from './variables.ts'

// Clerk's templates have two braces.
const NAMES = /\{\{?\s*([\w.]+)\s*\}?\}/g

// Whoever sees a subject on a locked screen could sign in with it.
const LINKS = new Set(['magic_link', 'action_url', 'revoke_session_url'])

/**
 * The operator's subject with its `{names}` filled in: `{app}`, and Clerk's variables by their names
 * (`{otp_code}`, `{user.first_name}`). Undefined if there is none, if one of its values is missing or empty, or
 * if one may not stand in a subject. Values are cleaned as in our own subjects.
 */
export function ownSubject(
  subject: string | undefined,
  variables: Readonly<Record<string, unknown>>,
  { app, codeInSubject }: { readonly app: string; readonly codeInSubject: boolean },
): string | undefined {
  if (subject === undefined) return undefined
  let isComplete = true
  const filled = subject.replace(NAMES, (_, name: string) => {
    const isSecret = LINKS.has(name) || (name === 'otp_code' && !codeInSubject)
    const value = name === 'app' ? isolatedText(app) : shownValue(name, valueAt(variables, name))
    if (isSecret || !value) isComplete = false
    return value
  })
  return isComplete ? filled : undefined
}

/** The `{names}` in the operator's subject that have no value. */
export function namesWithoutValue(
  subject: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): string[] {
  const names = [...(subject ?? '').matchAll(NAMES)].map(([, name = '']) => name)
  return names.filter((name) => name !== 'app' && valueAt(variables, name) === undefined)
}

/** The value as it may be shown; empty if it may not. Anybody may have chosen it, except what Clerk says of the app. */
function shownValue(name: string, value = ''): string {
  if (name === 'otp_code') return code.safeParse(value).data ?? ''
  if (name.startsWith('app.')) return isolatedText(oneLine(value))
  return shownAddress(value) ?? isolatedText(safeName(value) || safeFact(value))
}

function valueAt(variables: Readonly<Record<string, unknown>>, path: string): string | undefined {
  let value: unknown = variables
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
