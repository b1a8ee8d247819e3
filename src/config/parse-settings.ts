import { settingFault, typeFault } from './settings-faults.ts'
import { type Settings, settingsFile } from './settings-file.ts'

export interface ParsedSettings {
  /** The settings that can be used: all, unless there are faults. */
  readonly settings: Settings
  /** One sentence for each fault, without its end. */
  readonly faults: readonly string[]
}

/** Checks what the settings file exports. What is wrong is left out, so that the rest can still be checked. */
export function parseSettings(exported: unknown): ParsedSettings {
  const result = parse(exported)
  if (result.success) return { settings: result.data, faults: [] }
  const faults = result.error.issues.map(settingFault)
  return { settings: usablePart(exported, result.error.issues), faults }
}

function parse(exported: unknown) {
  return settingsFile.safeParse(exported, { error: typeFault })
}

type Path = readonly PropertyKey[]
type Issue = { readonly path: Path; readonly keys?: readonly string[] }

/**
 * The settings without those that have an issue. An object that cannot do without one is left out in the next
 * round, which removes what is around an issue, and so on.
 */
function usablePart(exported: unknown, issues: readonly Issue[]): Settings {
  let left = exported
  let found = issues
  for (let around = 0; ; around++) {
    for (const path of found.flatMap(pathsOf)) {
      left = without(left, path.slice(0, Math.max(0, path.length - around)))
    }
    const result = parse(left ?? {})
    if (result.success) return result.data
    found = result.error.issues
  }
}

// The issue of an unknown setting has the path of the object around it.
function pathsOf({ path, keys }: Issue): Path[] {
  return keys ? keys.map((key) => [...path, key]) : [path]
}

/** A copy of the value without what is at the path. A list is left out as a whole, because the rest would move. */
function without(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined || Array.isArray(value)) return undefined
  if (typeof value !== 'object' || value === null) return undefined
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]) => {
      if (key !== String(name)) return [[key, entry]]
      const left = without(entry, rest)
      return left === undefined ? [] : [[key, left]]
    }),
  )
}
