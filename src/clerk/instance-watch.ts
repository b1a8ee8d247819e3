import type { SigningSecret } from './signing-secrets.ts'

// Bounds the memory: no operator has more instances.
const MOST_INSTANCES = 100

/**
 * Observes which secret signs the events of which instance. Calls `warn` once, when two secrets belong
 * to two instances and one of them is not bound: it would be valid for both.
 */
export function createInstanceWatch(
  secrets: readonly SigningSecret[],
  warn: (advice: string) => void,
) {
  const bound = [...secrets.entries()].filter(([, { instances }]) => instances.length > 0)
  const seen = new Map(bound.map(([index, { instances }]) => [index, new Set(instances)]))
  let isDone = secrets.length < 2
  return (secret: number, instanceId: string): void => {
    if (isDone) return
    const instances = seen.get(secret) ?? new Set()
    if (instances.size < MOST_INSTANCES) seen.set(secret, instances.add(instanceId))
    const all = new Set([...seen.values()].flatMap((ids) => [...ids]))
    if (seen.size < 2 || all.size < 2) return
    isDone = true
    const entries = [...seen]
      .sort(([a], [b]) => a - b)
      .map(([index, ids]) => `<secret ${index + 1}>@${[...ids].join('+')}`)
    warn(
      `There are ${all.size} Clerk instances and ${seen.size} secrets. A secret that is not bound is valid for every instance. Bind them: CLERK_WEBHOOK_SIGNING_SECRET=${entries.join(',')}`,
    )
  }
}
