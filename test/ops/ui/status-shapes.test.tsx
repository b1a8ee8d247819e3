/** @jsxImportSource hono/jsx */
import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { Icon } from '../../../src/ops/ui/icon.tsx'
import { STATUS_GROUPS } from '../../../src/ops/ui/status-group.ts'

it.each(STATUS_GROUPS)('the badges of $name have the shape of its icon', async ({ name, icon }) => {
  const css = await readFile(new URL('../../../src/ops/assets/ops.css', import.meta.url), 'utf8')
  const [, rule = ''] = new RegExp(`\\.g-${name} \\{(.*?)\\n\\}`, 's').exec(css) ?? []
  const [, path = '?'] = / d="([^"]+)"/.exec(String(<Icon name={icon} />)) ?? []
  expect(rule).toContain(`d='${path}'`)
})
