import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { nodeFault } from '../../src/runtime/node-version.ts'

it.each(['20.20.2', '22.12.0', '21.99.0'])('Node %s is too old for an app', (version) => {
  expect(nodeFault(version)).toContain(`this is Node ${version}`)
})

it.each(['22.13.0', '22.14.1', '24.0.0'])('Node %s is new enough', (version) => {
  expect(nodeFault(version)).toBeNull()
})

it('the oldest Node is that of package.json', () => {
  const { engines } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  )
  const oldest = engines.node.replace('>=', '')
  expect(nodeFault(oldest)).toBeNull()
  const [major, minor] = oldest.split('.').map(Number)
  expect(nodeFault(`${major}.${minor - 1}.9`)).not.toBeNull()
})
