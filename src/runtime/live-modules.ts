import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Loads files of the project again although they are loaded already. Only while they run from the source. */
export interface LiveModules {
  /** The address with which a file and what it imports are loaded anew. */
  fresh(url: URL): string
  /** The files that were loaded anew so far. */
  readonly files: ReadonlySet<string>
}

const MARK = 'live'

/**
 * Node loads each address once. So the address of a file that is loaded anew gets a number, and so do those of
 * the files that it imports, as far as `isLive` says. All others, such as React, stay as they are.
 */
export function openLiveModules(isLive: (url: string) => boolean): LiveModules {
  let number = 0
  const files = new Set<string>()
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      const version = context.parentURL && new URL(context.parentURL).searchParams.get(MARK)
      if (!version || !isLive(found.url)) return found
      const url = new URL(found.url)
      files.add(fileURLToPath(url))
      url.searchParams.set(MARK, version)
      return { ...found, url: url.href }
    },
  })
  return {
    files,
    fresh(url) {
      const versioned = new URL(url)
      versioned.searchParams.set(MARK, String(++number))
      return versioned.href
    },
  }
}
