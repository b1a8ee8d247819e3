// More than that are no instances of one operator's.
const MOST = 100

/**
 * Sees which instance's events are signed with which of several secrets, and calls `warn` once, when
 * two secrets turn out to be of two instances: as long as they are not bound, each may act for both.
 */
export function createInstanceWatch(secrets: number, warn: (advice: string) => void) {
  const seen = new Map<number, Set<string>>()
  let told = secrets < 2
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
      `Events of ${all.size} Clerk instances came under ${seen.size} secrets, and each secret may act for every instance. Bind them: CLERK_WEBHOOK_SIGNING_SECRET=${entries.join(',')}`,
    )
  }
}
