import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { expect, it } from 'vitest'
import { VARIABLES } from '../../src/config/config.ts'

it('.env.example explains exactly the variables that exist', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  const names = [...example.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  expect(names.toSorted()).toEqual(VARIABLES.toSorted())
})

it('.env.example has examples that can be read from an env file', () => {
  const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
  for (const [, name = '', value = ''] of example.matchAll(/^#([A-Z][A-Z_]+)=(.+)$/gm)) {
    expect(parseEnv(`${name}=${value}`)[name]).toBe(value.replace(/^"(.*)"$/, '$1'))
  }
})
