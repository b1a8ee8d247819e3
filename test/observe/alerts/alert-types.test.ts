import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ALERT_TYPES } from '../../../src/observe/alerts/alert-types.ts'

const ROOT = new URL('../../../', import.meta.url)
const TYPES = Object.keys(ALERT_TYPES)

/** The types that the source raises, notes or ends, as they are written there. */
function raisedTypes(): string[] {
  const calls = /\b(?:make|raiseOnce|endAlerts)\(\s*(?:\w+,\s*)?'([\w.]+)'/g
  const found = globSync('src/{observe,wiring}/**/*.ts', { cwd: ROOT }).flatMap((file) =>
    [...readFileSync(new URL(file, ROOT), 'utf8').matchAll(calls)].map(([, type = '']) => type),
  )
  return [...new Set(found)]
}

/** The text of each section of docs/alerts.md whose heading is a type. */
function sections(): Map<string, string> {
  const text = readFileSync(new URL('docs/alerts.md', ROOT), 'utf8')
  const parts = text.split(/^### /m).slice(1)
  return new Map(
    parts.flatMap((part) => {
      const [, type] = /^`([\w.]+)`\n/.exec(part) ?? []
      return type ? [[type, part]] : []
    }),
  )
}

describe('the types of alerts', () => {
  it('have an entry in the table if the source raises them', () => {
    expect(raisedTypes()).toContain('transport.stopped')
    expect(raisedTypes()).toContain('slug.unknown')
    expect(raisedTypes().filter((type) => !TYPES.includes(type))).toEqual([])
  })

  it.each(TYPES)('%s has a section that says what it means and what to do first', (type) => {
    const section = sections().get(type) ?? ''
    expect(section).toMatch(/^\*\*What it means\.\*\* .{20}/m)
    expect(section).toMatch(/^\*\*What to do first\.\*\* .{20}/m)
  })

  it('name the share of the segments that is used, not the share at which the alert is raised', () => {
    const text = ALERT_TYPES['sms.budget'].sentence({ percent: 80, segments: 17, budget: 20 })
    expect(text).toContain('17 of the 20 segments')
    expect(text).toContain('85 %')
  })

  it('have a section only if they exist', () => {
    expect([...sections().keys()].toSorted()).toEqual(TYPES.toSorted())
  })

  it('are all in the table of docs/metrics-and-alerts.md', () => {
    const table = readFileSync(new URL('docs/metrics-and-alerts.md', ROOT), 'utf8')
    const rows = [...table.matchAll(/^\| (`[a-z]+\.[a-z]+`(?:, `[a-z]+\.[a-z]+`)*) \|/gm)]
    const named = rows.flatMap(([, names = '']) => names.replaceAll('`', '').split(', '))
    expect(named.toSorted()).toEqual(TYPES.toSorted())
  })
})
