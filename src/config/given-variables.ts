type Variables = Readonly<Record<string, string>>

/** A variable set to nothing is not set: that is how env files switch one off. */
export function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Variables {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  )
}

/** The same with the values of `names` out of their quotes, which Docker's --env-file keeps. */
export function withoutQuotes(env: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      names.includes(name) ? value.replace(/^(["'])(.*)\1$/s, '$2') : value,
    ]),
  )
}
