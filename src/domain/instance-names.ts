/** The Clerk instances that the settings file has, and their names for people. */
export interface InstanceNames {
  readonly ids: readonly string[]
  nameOf(instanceId: string | null): string | null
  /** The id of the instance with this name. Any other text is an id, known or not. */
  idOf(text: string): string
}

export function instanceNames(
  instances: Readonly<Record<string, { readonly name?: string | undefined }>> = {},
): InstanceNames {
  const names = new Map(Object.entries(instances).map(([id, { name }]) => [id, name ?? null]))
  const ids = new Map([...names].flatMap(([id, name]) => (name ? [[folded(name), id]] : [])))
  return {
    ids: [...names.keys()],
    nameOf: (instanceId) => names.get(instanceId ?? '') ?? null,
    idOf: (text) => (names.has(text) ? text : (ids.get(folded(text)) ?? text)),
  }
}

/** The message with the name of its instance; null if it has none. */
export function withInstanceName<Message extends { readonly instanceId: string | null }>(
  { nameOf }: InstanceNames,
  message: Message,
): Message & { readonly instanceName: string | null } {
  return { ...message, instanceName: nameOf(message.instanceId) }
}

// People do not remember whether a name begins with a capital letter.
function folded(name: string): string {
  return name.trim().toLowerCase()
}
