/** A secret of one of Clerk's endpoints, and the instances that it may speak for. */
export interface SigningSecret {
  readonly secret: string
  /** Empty: for every instance. */
  readonly instances: readonly string[]
}

/** `whsec_…`, or bound to instances: `whsec_…@ins_a+ins_b`. */
export function parseSigningSecret(entry: string): SigningSecret {
  const [secret = '', bound = ''] = entry.split('@')
  return { secret, instances: bound === '' ? [] : bound.split('+') }
}

/**
 * Each secret once. One that is listed for several instances is for all of them; listed without any as
 * well, it stays bound.
 */
export function parseSigningSecrets(entries: readonly string[]): SigningSecret[] {
  const bySecret = new Map<string, readonly string[]>()
  for (const { secret, instances } of entries.map(parseSigningSecret)) {
    bySecret.set(secret, [...(bySecret.get(secret) ?? []), ...instances])
  }
  return [...bySecret].map(([secret, instances]) => ({ secret, instances }))
}
