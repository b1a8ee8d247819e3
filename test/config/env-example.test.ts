import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { VARIABLES } from '../../src/config/config.ts'

it('.env.example explains every variable, and nothing else', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const names = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  expect(names.toSorted()).toEqual(VARIABLES.toSorted())
})

it('.env.example has examples that an env file keeps whole', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  for (const [, name = '', value = ''] of example.matchAll(/^#([A-Z][A-Z_]+)=(.+)$/gm)) {
    expect(parseEnv(`${name}=${value}`)[name]).toBe(value.replace(/^"(.*)"$/, '$1'))
  }
})
