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

/** Each secret once. One that is listed for several instances is for all of them. */
export function parseSigningSecrets(entries: readonly string[]): SigningSecret[] {
  const bySecret = new Map<string, string[] | null>()
  for (const { secret, instances } of entries.map(parseSigningSecret)) {
    const known = bySecret.get(secret)
    const all = instances.length === 0 || known === null ? null : [...(known ?? []), ...instances]
    bySecret.set(secret, all)
  }
  return [...bySecret].map(([secret, instances]) => ({ secret, instances: instances ?? [] }))
}
