import { glob, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Whether `dist/` has been built, and nothing that it is built from has changed since. */
export async function isBuilt(): Promise<boolean> {
  const built = await changedAt('dist/src/main.js')
  if (built === 0 || (await changedAt('dist/src/store/engine/empty-engine')) === 0) return false
  for await (const file of glob(['src/**', 'emails/**', 'tsconfig*.json', 'package.json'], {
    cwd: ROOT,
  })) {
    if ((await changedAt(file)) > built) return false
  }
  return true
}

/** When a file, or the list of files in a folder, was changed; 0 if there is none. */
function changedAt(path: string): Promise<number> {
  return stat(new URL(`../../${path}`, import.meta.url)).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
