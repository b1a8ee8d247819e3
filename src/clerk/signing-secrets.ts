/** The file in DATA_DIR with the secret that replaces Clerk's during development. */
export const DEVELOPMENT_SECRET_FILE = 'webhook-secret'

/** A signing secret of one of Clerk's endpoints, and the instances that it is bound to. */
export interface SigningSecret {
  readonly secret: string
  /** If empty, the secret is valid for every instance. */
  readonly instances: readonly string[]
}

/** Parses `whsec_…`, or `whsec_…@ins_a+ins_b` for a secret that is bound to instances. */
export function parseSigningSecret(entry: string): SigningSecret {
  const [secret = '', bound = ''] = entry.split('@')
  return { secret, instances: bound === '' ? [] : bound.split('+') }
}

/**
 * Each secret once. A secret that is listed several times is bound to the instances of all its entries;
 * an entry without an instance does not unbind it.
 */
export function parseSigningSecrets(entries: readonly string[]): SigningSecret[] {
  const bySecret = new Map<string, readonly string[]>()
  for (const { secret, instances } of entries.map(parseSigningSecret)) {
    bySecret.set(secret, [...(bySecret.get(secret) ?? []), ...instances])
  }
  return [...bySecret].map(([secret, instances]) => ({ secret, instances }))
}
