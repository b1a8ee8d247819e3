import { usage } from './cli-error.ts'

const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Applies `--set path=value` to the `data` of an event. The path leads to a template variable
 * (`otp_code=424242`, `app.name=Acme`); with `data.` in front it leads to a field of `data` itself
 * (`data.user_id=user_1`). A value that is valid JSON is parsed, except a number; any other value is text.
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
      throw usage(`--set ${assignment} has the wrong form.`, 'Write --set path.to.field=value.')
    }
    const isField = path[0] === 'data' && path.length > 1
    const full = isField ? path.slice(1) : copy.object === 'user' ? path : ['data', ...path]
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
  // Clerk sends codes as text, and a number would lose its leading zeros.
  if (/^\d+$/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
