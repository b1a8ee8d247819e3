import { readdir } from 'node:fs/promises'

/** The names of the SQL files in `folder`, in order. */
export async function scriptsIn(folder: URL): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
}
