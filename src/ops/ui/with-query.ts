/** Values of a query by their names. */
export type Query<Values> = {
  readonly [Name in keyof Values]: string | boolean | Date | undefined
}

/** The names and values of what is set, for an address or a form. Empty text is not set. */
export function pairsOf<Values extends Query<Values>>(
  values: Values,
): [name: string, value: string][] {
  return Object.entries<Query<Values>[keyof Values]>({ ...values }).flatMap(([name, value]) =>
    value === undefined || value === ''
      ? []
      : [[name, value instanceof Date ? value.toISOString() : `${value}`]],
  )
}

/** A path with what is set as its query. */
export function withQuery<Values extends Query<Values>>(path: string, values: Values): string {
  const pairs = pairsOf(values)
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}
