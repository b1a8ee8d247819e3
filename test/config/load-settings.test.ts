import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bellhop-settings-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function written(name: string, content: string): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

async function errorOf(env: Record<string, string>): Promise<ConfigError> {
  const error = await loadConfig(env).then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return error as ConfigError
}

describe('the file that BELLHOP_CONFIG names', () => {
  it.each([
    ['wrong.ts', 'export default { from: 5 }', 'from must be text'],
    ['empty.ts', 'export const x = 1', 'has no default export'],
    ['throws.ts', "throw new Error('No such brand')", 'cannot be loaded: No such brand'],
  ])('is named by its errors: %s', async (name, content, words) => {
    const file = await written(name, content)
    const { problems, message } = await errorOf({ BELLHOP_CONFIG: file })
    expect(problems).toEqual([expect.stringContaining(words)])
    expect(problems[0]?.startsWith(file)).toBe(true)
    expect(message).not.toContain('bellhop.config.ts')
    expect(message).toMatch(/\nSee docs\/settings\.md\. /)
  })

  it('is named by its warnings', async () => {
    const file = await written(
      'doubtful.ts',
      `export default {
        brand: { colors: { primary: 'ffff00', buttonText: 'ffffff' } },
        instances: { ins_a: { brand: { name: 'A' } } },
        messages: { email: { invitaton: { use: 'off' } } },
      }`,
    )
    const { warnings } = await loadConfig({ BELLHOP_CONFIG: file, APP_NAME: 'Acme' })
    expect(warnings).toHaveLength(3)
    for (const warning of warnings) {
      expect(warning).toContain(file)
      expect(warning).not.toContain('bellhop.config.ts')
    }
  })

  it('must exist', async () => {
    const { message } = await errorOf({ BELLHOP_CONFIG: join(folder, 'none.ts') })
    expect(message).toMatch(
      /BELLHOP_CONFIG names a file that does not exist.*\nSee \.env\.example\. /,
    )
  })
})
