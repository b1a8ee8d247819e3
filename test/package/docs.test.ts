import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApp, type Packed, pack } from './app.ts'

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url))
const PAGE = readFileSync(new URL('../../docs/package.md', import.meta.url), 'utf8')

/** The files of the page by their paths, which the first line of each names. A later one replaces an earlier. */
function filesOfPage(): Record<string, string> {
  const blocks = [...PAGE.matchAll(/^```tsx?\n([\s\S]*?)^```/gm)].map(([, code = '']) => code)
  const parts = blocks.join('\n').split(/^\/\/ (?=\S+\.tsx?$)/m)
  const named = parts.map((part) => part.split(/\n([\s\S]*)/, 2) as [string, string])
  return Object.fromEntries(named.filter(([path]) => path !== ''))
}

let folder: string
let packed: Packed

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bellhop-pack-'))
  packed = pack(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

it.each([
  ['esnext', 'bundler'],
  ['nodenext', 'nodenext'],
])('the examples of the page compile as they stand: %s, %s', (module, moduleResolution) => {
  using app = openApp(packed, ['@types/react', 'csstype'])
  const files = filesOfPage()
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['bellhop.ts', 'bellhop.config.ts', 'emails/welcome.tsx']),
  )
  const modules = Object.entries(files).filter(([path]) => path.startsWith('app/'))
  // The page leaves out where the routes import it from.
  const routes = modules.map(([path, code]) => [
    path,
    `import { bellhop } from '#bellhop'\n${code}`,
  ])
  app.write({ ...files, ...Object.fromEntries(routes) })
  app.write({
    'package.json': '{ "type": "module", "imports": { "#bellhop": "./bellhop.ts" } }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        ...{ strict: true, noEmit: true, skipLibCheck: false, allowImportingTsExtensions: true },
        ...{ target: 'es2023', lib: ['es2023', 'dom'], types: [], jsx: 'react-jsx' },
        ...{ module, moduleResolution },
      },
      files: Object.keys(files),
    }),
  })
  const { stdout, status } = app.node([TSC, '-p', '.'])
  expect(stdout).toBe('')
  expect(status).toBe(0)
})
