/** Environment variables by name, as text. */
export type Variables = Readonly<Record<string, string>>

/** The variables that have a value. Env files switch a variable off by leaving its value empty. */
export function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Variables {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
}

/** Removes the quotes around the values of `names`: Docker's --env-file keeps them. */
export function withoutQuotes(env: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      names.includes(name) ? value.replace(/^(["'])(.*)\1$/s, '$2') : value,
    ]),
  )
}
