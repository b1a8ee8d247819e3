import { usage } from './cli-error.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Applies `--set path=value` to the payload of an event: to its template variables (`otp_code=424242`,
 * `app.name=Acme`), or with `data.` in front to the payload itself (`data.user_id=user_1`). A value
 * that is JSON is taken as such, anything else as text.
 */
export function assign(
  data: Record<string, unknown>,
  assignments: readonly string[],
): Record<string, unknown> {
  const copy = structuredClone(data)
  for (const assignment of assignments) {
    const at = assignment.indexOf('=')
    const path = assignment.slice(0, Math.max(at, 0)).split('.')
    if (at < 1 || path.some((part) => part === '' || FORBIDDEN.has(part))) {
      throw usage(`--set ${assignment} is not understood.`, 'Write --set path.to.field=value.')
    }
    const own = path[0] === 'data' && path.length > 1
    const full = own ? path.slice(1) : copy.object === 'user' ? path : ['data', ...path]
    setAt(copy, full, parse(assignment.slice(at + 1)))
  }
  return copy
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const next = target[key]
  const inner = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {}
  target[key] = inner
  setAt(inner, rest, value)
}

function parse(value: string): unknown {
  // A code with a leading zero, or any code at all, is text to Clerk.
  if (/^\d+$/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
