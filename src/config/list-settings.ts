import { z } from 'zod'

/** The entries of a setting that is a list, separated by spaces, line breaks or commas. */
export function entriesOf(value: string): string[] {
  return value.split(/[\s,]+/).filter((entry) => entry !== '')
}

/** A list whose entries match `entry`; empty if the setting is absent. */
export const listOf = (entry: RegExp, example: string) =>
  z
    .string()
    .transform(entriesOf)
    .pipe(z.array(z.string().regex(entry, `must be a list such as ${example}`)))
    .default([])
