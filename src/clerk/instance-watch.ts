import type { SigningSecret } from './signing-secrets.ts'

// More than that are no instances of one operator's.
const MOST = 100

/**
 * Sees which instance's events are signed with which of several secrets, and calls `warn` once, when
 * two secrets turn out to be of two instances: one that is not bound may act for both.
 */
export function createInstanceWatch(
  secrets: readonly SigningSecret[],
  warn: (advice: string) => void,
) {
  const bound = [...secrets.entries()].filter(([, { instances }]) => instances.length > 0)
  const seen = new Map(bound.map(([index, { instances }]) => [index, new Set(instances)]))
  let told = secrets.length < 2
  return (secret: number, instanceId: string): void => {
    if (told) return
    const instances = seen.get(secret) ?? new Set()
    if (instances.size < MOST) seen.set(secret, instances.add(instanceId))
    const all = new Set([...seen.values()].flatMap((ids) => [...ids]))
    if (seen.size < 2 || all.size < 2) return
    told = true
    const entries = [...seen]
      .sort(([a], [b]) => a - b)
      .map(([index, ids]) => `<secret ${index + 1}>@${[...ids].join('+')}`)
    warn(
      `There are ${all.size} Clerk instances and ${seen.size} secrets, and a secret that is not bound may act for every instance. Bind them: CLERK_WEBHOOK_SIGNING_SECRET=${entries.join(',')}`,
    )
  }
}
