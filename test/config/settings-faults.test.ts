import { describe, expect, it } from 'vitest'
import { defineConfig } from '../../src/config/define-config.ts'
import { refusalOf } from '../support/problems-of.ts'

const problemsOf = (file: unknown, env = {}) => refusalOf(env, file)?.problems ?? []

// One value of every setting, each of the right type.
const COMPLETE = defineConfig({
  brand: {
    name: 'Acme',
    smsName: 'Acme',
    smsAppHash: 'FA+9qCX9VSu',
    appUrl: 'https://acme.com',
    logo: { src: 'https://acme.com/logo.png', dark: 'https://acme.com/dark.png', width: 120 },
    colors: { primary: '335bf1', buttonText: 'ffffff' },
    fontStack: 'Inter, Arial',
    supportEmail: 'help@acme.com',
    supportUrl: 'https://acme.com/help',
    accountUrl: 'https://acme.com/account',
    address: 'Acme, 1 Street',
    links: [{ label: 'Privacy', url: 'https://acme.com/privacy' }],
    footer: 'Acme',
  },
  from: 'Acme <auth@acme.com>',
  replyTo: 'help@acme.com',
  instances: { ins_a: { name: 'Staging', mark: '[Staging]', brand: {}, messages: {} } },
  messages: {
    email: {
      welcome: { use: 'own', lifetime: '5m', priority: 'code', bcc: 'a@b.co', subject: 's' },
    },
    sms: { invitation: { use: 'off' } },
  },
  templates: { welcome: async () => ({}) },
  locales: ['en'],
})

/** All settings with their paths, also those that hold others. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, one]) => pathsIn(one, [...path, key]))]
}

/** A copy with another value at the path. */
function changed(value: unknown, [name, ...rest]: readonly string[], other: unknown): unknown {
  if (name === undefined) return other
  if (Array.isArray(value)) {
    return value.map((one, index) => (String(index) === name ? changed(one, rest, other) : one))
  }
  const entries = Object.entries(value as object)
  return Object.fromEntries(
    entries.map(([key, one]) => [key, key === name ? changed(one, rest, other) : one]),
  )
}

describe('a value of the wrong type', () => {
  it('is none in the complete settings', () => {
    expect(problemsOf(COMPLETE)).toEqual([])
  })

  it.each(pathsIn(COMPLETE).map((path) => [path.join('.'), path] as const))(
    'is reported in plain words: %s',
    (_, path) => {
      for (const wrong of [5, true, null, [], ['x'], {}, { x: 1 }, new Date(), () => 1]) {
        const found = problemsOf(changed(COMPLETE, path, wrong))
        expect(found.join('\n')).not.toMatch(/invalid|expected|received|undefined|\bZod/i)
        for (const problem of found) expect(problem).toMatch(/^bellhop\.config\.ts: \S.*\.$/)
        expect(found.join('\n')).not.toContain('  ')
      }
    },
  )

  it.each<[unknown, string]>([
    [{ messages: [] }, 'messages must be an object: { … }.'],
    [{ instances: 'x' }, 'instances must be an object: { … }.'],
    [{ templates: 5 }, 'templates must be an object: { … }.'],
    [{ from: 5 }, "from must be text in quotes: '…'."],
    [{ locales: 'en' }, 'locales must be a list: [ … ].'],
    [{ brand: { links: [{ label: 'Help' }] } }, 'brand.links.0.url is missing'],
    [{ brand: { logo: { width: 10 } } }, 'brand.logo.src must be text.'],
    ['Acme', 'bellhop.config.ts: it must be an object: { … }.'],
  ])('has the fix in its sentence: %j', (file, sentence) => {
    expect(problemsOf(file)).toEqual([expect.stringContaining(sentence)])
  })
})

describe('all faults are listed at once', () => {
  it('also those of logos, words and languages next to wrong settings', () => {
    const found = problemsOf({
      colour: 'red',
      brand: { name: 'Acme', logo: './none.png', colors: { primary: 'red' }, links: [{}] },
      instances: { ins_a: { brand: { logo: { src: './other.png', width: 1 } } } },
      words: './none',
      messages: { email: { welcome: { use: 'clerk', lifetime: '5' } } },
    })
    for (const name of [
      'colour',
      './none.png',
      './other.png',
      'colors.primary',
      'links.0',
      'width',
      './none,',
      'Clerk has no text',
      'lifetime',
    ]) {
      expect(found.join('\n')).toContain(name)
    }
  })

  it('and what is right is not reported as missing', () => {
    const env = { EMAIL_TRANSPORT: 'resend', RESEND_API_KEY: 're_123' }
    const file = { from: 'auth@acme.com', brand: { name: 'Acme', colour: 'red' } }
    expect(problemsOf(file, env)).toEqual([expect.stringContaining('unknown setting colour')])
  })
})

describe('the error', () => {
  const lastLine = (file: unknown, env = {}) => refusalOf(env, file)?.message.split('\n').at(-1)

  it('leads to the page about the settings that are wrong', () => {
    expect(lastLine({ from: 5 })).toMatch(/^See docs\/settings\.md\. /)
    expect(lastLine({}, { PORT: 'x' })).toMatch(/^See \.env\.example\. /)
    expect(lastLine({ from: 5 }, { PORT: 'x' })).toMatch(
      /^See \.env\.example and docs\/settings\.md\. /,
    )
  })
})
