import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import service from '../../deploy/service/package.json' with { type: 'json' }
import manifest from '../../package.json' with { type: 'json' }

const lock = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
) as { packages: Record<string, { version?: string; dev?: boolean }> }

it('the service has in production what is a peer of the package, in exact versions', () => {
  expect(Object.keys(service.dependencies)).toEqual(Object.keys(manifest.peerDependencies))
  for (const [name, version] of Object.entries(service.dependencies)) {
    const { dev = false, version: locked } = lock.packages[`node_modules/${name}`] ?? {}
    expect({ name, version: locked, dev }).toEqual({ name, version, dev: false })
  }
})

it('an app must install React only, and may have a later version of what it installs', () => {
  const needed = Object.keys(manifest.peerDependencies).filter(
    (name) => !(name in manifest.peerDependenciesMeta),
  )
  expect(needed).toEqual(['react', 'react-dom'])
  for (const range of Object.values(manifest.peerDependencies)) expect(range).toMatch(/^\^\d/)
})
