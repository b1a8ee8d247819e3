// Adds to the build what only the package has: its types, and the files of an empty engine in one file.
// `npm pack` and `npm publish` run it after the build.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentOf, packContent } from '../src/store/engine/folder-content.ts'
import { emitDeclarations } from './emit-declarations.ts'

const DIST = fileURLToPath(new URL('../dist/', import.meta.url))
const ENGINE = join(DIST, 'src/store/engine/empty-engine')

await writeFile(`${ENGINE}.br`, await packContent(await contentOf(ENGINE)))
for (const { path, text } of await emitDeclarations()) {
  await mkdir(dirname(join(DIST, path)), { recursive: true })
  await writeFile(join(DIST, path), text)
}
