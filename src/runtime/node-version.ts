import { readFileSync } from 'node:fs'

// This file may only use what old versions of Node know.
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const needed: string = manifest.engines.node.replace('>=', '')
const [major = 0, minor = 0] = needed.split('.').map(Number)

/** Says which Node is needed, if this version (`process.versions.node`) is older; otherwise null. */
export function nodeFault(version: string): string | null {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number)
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return null
  return `Bellhop needs Node ${needed} or newer, and this is Node ${version}. Install Node ${major}.${minor} or newer`
}
