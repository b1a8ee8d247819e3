/** The entry with this name. Ignores what every object inherits, such as `constructor`. */
export function ownEntry<Entry>(
  entries: Readonly<Record<string, Entry>> | undefined,
  name: string | null,
): Entry | undefined {
  return name !== null && entries && Object.hasOwn(entries, name) ? entries[name] : undefined
}
