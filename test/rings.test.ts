import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

/** Which rooms each room may import; `wiring` and the four files of `src/` may import all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  clerk: ['domain'],
  doctor: ['domain'],
  queue: ['domain'],
  runtime: ['domain'],
  store: ['domain'],
  templates: ['domain'],
  transports: ['domain'],
  config: ['domain', 'clerk'],
  delivery: ['domain', 'store'],
  http: ['domain', 'clerk', 'store', 'delivery'],
  ops: ['domain', 'clerk', 'store', 'delivery'],
  cli: ['domain', 'clerk', 'store', 'delivery', 'config', 'doctor'],
  observe: ['domain', 'config', 'store', 'delivery', 'http', 'ops'],
}

// Rules that find nothing would also pass. So these tests plant what the rules must refuse.
describe('the lint rules', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bellhop-rings-'))
    cpSync(new URL('../biome.json', import.meta.url), join(folder, 'biome.json'))
    writeFileSync(
      join(folder, 'package.json'),
      '{"type":"module","dependencies":{"zod":"4","hono":"4"}}',
    )
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  interface Planted {
    readonly file: string
    readonly source: string
  }

  function run(planted: readonly Planted[], ...options: string[]): string {
    for (const { file, source } of planted) {
      const path = join(folder, file)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, source)
    }
    const biome = fileURLToPath(
      new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url),
    )
    const files = planted.map(({ file }) => file)
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', ...options, ...files], {
      cwd: folder,
      encoding: 'utf8',
    })
    for (const file of files) rmSync(join(folder, file))
    return stdout + stderr
  }

  const lint = (file: string, source: string) => run([{ file, source }])

  function refusedOf(planted: readonly Planted[]): string[] {
    const output = run(planted, '--only=style/noRestrictedImports', '--max-diagnostics=none')
    return [...output.matchAll(/^(src\/\S+?):\d+:\d+ lint\/style\/noRestrictedImports/gm)].map(
      ([, file = '']) => file,
    )
  }

  const ROOMS = Object.keys(MAY_IMPORT)

  it('has a row for every room of src/, which holds five files beside them', () => {
    const entries = readdirSync(new URL('../src/', import.meta.url), { withFileTypes: true })
    const names = (folders: boolean) =>
      entries.filter((entry) => entry.isDirectory() === folders).map(({ name }) => name)
    expect(names(true).sort()).toEqual([...ROOMS, 'embed', 'wiring'].sort())
    expect(names(false).sort()).toEqual(['bin.ts', 'compose.ts', 'demo.ts', 'index.ts', 'main.ts'])
  })

  // One run for each room, with a file for every import, allowed or not.
  it.each(ROOMS)('let files of %s import what they may, and nothing else, at any depth', (room) => {
    const targets = [...ROOMS, 'embed', 'wiring'].filter((other) => other !== room)
    const specifiers = [
      ...targets.map((other) => [other, `../../../${other}/planted.ts`] as const),
      ['compose.ts', '../../../compose.ts'] as const,
      ['main.ts', '../../../main.ts'] as const,
    ]
    const files = specifiers.flatMap(([name, specifier]) => [
      {
        file: `src/${room}/one/two/${name}-value.ts`,
        source: `import { x } from '${specifier}'\nexport const y = x\n`,
      },
      {
        file: `src/${room}/one/two/${name}-type.ts`,
        source: `import type { X } from '${specifier}'\nexport type Y = X\n`,
      },
    ])
    const refused = refusedOf(files)
    const expected = specifiers.flatMap(([name]) =>
      MAY_IMPORT[room]?.includes(name) ? [] : [name],
    )
    expect(
      [...new Set(refused.map((file) => file.replace(/^.*\/|-(?:value|type)\.ts$/g, '')))].sort(),
    ).toEqual(expected.sort())
    expect(refused).toHaveLength(2 * expected.length)
  })

  it('keep libraries out of domain/', () => {
    expect(
      lint('src/domain/planted.ts', "import { x } from 'hono'\nexport const y = x\n"),
    ).toContain('noRestrictedImports')
  })

  it('refuse a circle of imports, also one of types two folders deep', () => {
    const other = join(folder, 'src/ops/one/two/other.ts')
    mkdirSync(dirname(other), { recursive: true })
    writeFileSync(other, "import type { A } from './planted.ts'\nexport type B = A[]\n")
    const source = "import type { B } from './other.ts'\nexport interface A {\n  b: B\n}\n"
    expect(lint('src/ops/one/two/planted.ts', source)).toContain('noImportCycles')
    rmSync(other)
  })

  it('refuse a function of more than 80 lines', () => {
    const lines = Array.from({ length: 81 }, (_, n) => `  sum += ${n}`)
    const source = `export function planted() {\n  let sum = 0\n${lines.join('\n')}\n  return sum\n}\n`
    expect(lint('src/http/planted.ts', source)).toContain('noExcessiveLinesPerFunction')
  })

  it.each([
    ['noProcessEnv', 'src/http/planted.ts', 'export const x = process.env.PORT\n'],
    ['noConsole', 'src/http/planted.ts', "console.log('x')\n"],
    [
      'noFloatingPromises',
      'src/http/planted.ts',
      'async function f() {}\nexport function g() {\n  f()\n}\n',
    ],
    ['noDefaultExport', 'src/http/planted.ts', 'export default 1\n'],
    ['noEnum', 'src/http/planted.ts', 'export enum X {\n  A,\n}\n'],
    ['useFilenamingConvention', 'src/http/plantedFile.ts', 'export const x = 1\n'],
  ])('hold with %s', (rule, file, source) => {
    expect(lint(file, source)).toContain(rule)
  })
})
