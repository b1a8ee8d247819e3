import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// A guard that sees nothing is green too. So it is shown what it must refuse.
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

  function lint(file: string, source: string): string {
    const path = join(folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, source)
    const biome = fileURLToPath(
      new URL('../node_modules/@biomejs/biome/bin/biome', import.meta.url),
    )
    const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', file], {
      cwd: folder,
      encoding: 'utf8',
    })
    rmSync(path)
    return stdout + stderr
  }

  it.each([
    ['src/domain/planted.ts', '../store/database.ts'],
    ['src/domain/planted.ts', 'hono'],
    ['src/store/planted.ts', '../queue/worker.ts'],
    ['src/transports/planted.ts', '../templates/render.ts'],
    ['src/delivery/planted.ts', '../transports/resend.ts'],
    ['src/http/planted.ts', '../queue/worker.ts'],
    ['src/ops/planted.ts', '../http/app.ts'],
    ['src/cli/planted.ts', '../compose.ts'],
  ])('refuse an import into %s from %s', (file, specifier) => {
    expect(lint(file, `import { x } from '${specifier}'\nexport const y = x\n`)).toContain(
      'noRestrictedImports',
    )
    expect(lint(file, `import type { X } from '${specifier}'\nexport type Y = X\n`)).toContain(
      'noRestrictedImports',
    )
  })

  it.each([
    ['src/domain/planted.ts', './message.ts'],
    ['src/store/planted.ts', '../domain/message.ts'],
    ['src/delivery/planted.ts', '../store/database.ts'],
    ['src/http/planted.ts', '../delivery/accept-event.ts'],
  ])('allow an import into %s from %s', (file, specifier) => {
    expect(lint(file, `import { x } from '${specifier}'\nexport const y = x\n`)).not.toContain(
      'noRestrictedImports',
    )
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
