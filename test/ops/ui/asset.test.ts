import { readdir } from 'node:fs/promises'
import type { Context } from 'hono'
import { describe, expect, it } from 'vitest'
import { openAsset } from '../../../src/ops/ui/asset.ts'

const FOLDER = new URL('../../../src/ops/assets/', import.meta.url)

/** The content of an asset as it is served. */
function servedAs(name: string): string {
  const served: string[] = []
  const c = {
    req: { header: () => undefined },
    body(content: string) {
      served.push(content)
      return new Response(content)
    },
  }
  openAsset(name).serve(c as unknown as Context)
  return served.join('')
}

describe('the files of the pages', async () => {
  const names = await readdir(FOLDER)

  it.each(names.filter((name) => name.endsWith('.js')))('%s has no comments', (name) => {
    const lines = servedAs(name).split('\n')
    expect(lines.filter((line) => /^\s|^\/\/|^\/\*\*.*\*\/$/.test(line))).toEqual([])
    expect(lines.length).toBeGreaterThan(3)
  })

  it.each(names.filter((name) => name.endsWith('.css')))('%s keeps its rules', (name) => {
    const css = servedAs(name)
    expect(css).not.toMatch(/\/\*|\n/)
    expect(css.split('{').length).toBe(css.split('}').length)
    expect(css.split('{').length).toBeGreaterThan(20)
  })
})
