import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const report = readFileSync(new URL('../../docs/package-api.md', import.meta.url), 'utf8')
const EXPORTS = [
  ...['createBellhop', 'defineConfig', 'BellhopOptions', 'EmbeddedBellhop', 'OwnProps'],
  ...['RequestContext', 'RequestHandler', 'SettingsFile', 'WaitUntil'],
]

/** The comments that stand directly before a match of `declaration`. */
const commentsBefore = (declaration: RegExp) => [
  ...report.matchAll(
    new RegExp(`(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\n *)?${declaration.source}`, 'g'),
  ),
]

it.each(EXPORTS)('%s has a description and an example', (name) => {
  const found = commentsBefore(new RegExp(`export (?:declare function|interface|type) ${name}\\b`))
  expect(found).toHaveLength(1)
  expect(found[0]?.[1]).toMatch(/\w[\s\S]*@example/)
})

it('so does every member of what createBellhop returns', () => {
  const [, body = ''] = /export interface EmbeddedBellhop \{\n([\s\S]*?)\n\}/.exec(report) ?? []
  const members = body.match(/^ {4}(?:readonly )?\w+[(:]/gm) ?? []
  expect(members).toHaveLength(7)
  expect(body.match(/@example/g)).toHaveLength(members.length)
})
