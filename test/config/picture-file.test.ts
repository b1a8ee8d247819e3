import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { ConfigError } from '../../src/config/config-error.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bellhop-logo-'))
})
afterAll(() => rm(root, { recursive: true }))

const png = (width: number, height: number) => PNG.sync.write(new PNG({ width, height }))
const GIF = Buffer.from('GIF89a\x78\0\x20\0\0\0\0', 'latin1')
const JPEG = Buffer.from(
  `ffd8ffe000104a46494600010100000100010000ffc2000b080020007801011100${'00'.repeat(40)}ffd9`,
  'hex',
)

function read(brand: object) {
  return readConfig({}, { brand }, { root, name: 'bellhop.config.ts' })
}

function problemsOf(brand: object): readonly string[] {
  try {
    read(brand)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('a logo from a file', () => {
  it.each([
    ['right.png', png(120, 32)],
    ['right.gif', GIF],
    ['right.jpg', JPEG],
    ['right.JPEG', JPEG],
  ])('is served if its content is what its name says: %s', async (name, content) => {
    await writeFile(join(root, name), content)
    const { brandFiles, warnings } = read({ logo: { src: name, width: 60, height: 16 } })
    expect(brandFiles).toHaveLength(1)
    expect(warnings).toEqual([])
  })

  it.each<[string, string | Buffer, string]>([
    ['empty.png', '', 'is empty'],
    ['text.png', 'version https://git-lfs.github.com/spec/v1', 'is not a PNG'],
    ['text.jpg', 'x', 'is not a JPEG'],
    ['cut.png', png(120, 32).subarray(0, 20), 'is not a PNG'],
    ['flat.png', Buffer.concat([png(120, 32).subarray(0, 16), Buffer.alloc(8)]), 'is not a PNG'],
    ['other.png', JPEG, 'is not a PNG but a file of the type jpg. Save it as a PNG'],
    ['other.gif', png(120, 32), 'is not a GIF but a file of the type png. Save it as a GIF'],
    [
      'drawn.png',
      '<svg viewBox="0 0 120 32"/>',
      'is not a PNG but a file of the type svg. Save it',
    ],
    ['large.png', Buffer.alloc(600 * 1024), 'is larger than 512 KB'],
  ])('is refused otherwise: %s', async (name, content, words) => {
    await writeFile(join(root, name), content)
    const problems = problemsOf({ logo: name })
    expect(problems).toEqual([
      expect.stringContaining(`bellhop.config.ts: logo names the file ${name}, which ${words}`),
    ])
  })

  it('is refused if it is an SVG by its name, and an address of one is reported', () => {
    expect(problemsOf({ logo: './logo.svg' })).toEqual([
      'bellhop.config.ts: brand.logo.src is an SVG. Gmail and Outlook show none: save it as a PNG.',
    ])
    const brand = { logo: 'https://acme.com/logo.svg?v=1' }
    expect(read(brand).warnings).toEqual([
      'brand.logo in bellhop.config.ts is an SVG. Gmail and Outlook show none: save it as a PNG.',
    ])
    expect(readConfig({ BRAND_LOGO_URL: 'https://acme.com/logo.SVG' }).warnings).toEqual([
      'BRAND_LOGO_URL is an SVG. Gmail and Outlook show none: save it as a PNG.',
    ])
  })

  it('is reported if the sizes of the settings would stretch it', async () => {
    await writeFile(join(root, 'wide.png'), png(120, 32))
    await writeFile(join(root, 'square.png'), png(50, 50))
    const warnings = (size: object) =>
      read({ logo: { src: 'wide.png', dark: 'square.png', ...size } }).warnings
    expect(warnings({ width: 120, height: 32 })).toEqual([
      'bellhop.config.ts: logo is 120 × 32 in the settings, but the file square.png has 50 × 50, so readers see it stretched. Leave out width or height.',
    ])
    expect(warnings({ width: 120 })).toEqual([])
    expect(warnings({})).toEqual([])
    // 17 pixels would be 63.75 wide.
    expect(read({ logo: { src: 'wide.png', width: 64, height: 17 } }).warnings).toEqual([])
  })
})
