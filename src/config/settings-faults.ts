import type { z } from 'zod'

/** What is wrong with one setting of the file, in a sentence without its end. Names it, but never its value. */
export function settingFault(issue: z.core.$ZodIssue): string {
  const setting = issue.path.map(String).join('.') || 'it'
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.join(', ')
    return `${setting} has the unknown setting ${names}. docs/settings.md lists all`
  }
  if (issue.code === 'invalid_key') return `${setting} ${issue.issues[0]?.message}`
  return `${setting} ${issue.message}`
}

const TYPES: Readonly<Record<string, string>> = {
  string: "text in quotes: '…'",
  number: 'a number',
  array: 'a list: [ … ]',
  object: 'an object: { … }',
  record: 'an object: { … }',
}

/** Says in plain words that a value is missing or of the wrong type, where the schema has no words of its own. */
export function typeFault(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'invalid_type') return undefined
  const type = TYPES[issue.expected]
  if (!type) return undefined
  return issue.input === undefined ? `is missing: it must be ${type}` : `must be ${type}`
}
