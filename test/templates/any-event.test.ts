import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseClerkEvent } from '../../src/clerk/events.ts'
import { EXAMPLE_SLUGS, exampleEvent } from '../../src/clerk/examples.ts'
import { LANGUAGES } from '../../src/domain/languages.ts'
import type { Rendered } from '../../src/domain/template.ts'
import { createRenderer } from '../../src/templates/render.ts'

const { render } = createRenderer({ brand: { appOrigin: 'https://app.acme.dev' } })

const event = fc.oneof(
  fc.record({
    type: fc.constant('email.created' as const),
    slug: fc.constantFrom(...EXAMPLE_SLUGS.email, 'brand_new'),
  }),
  fc.record({
    type: fc.constant('sms.created' as const),
    slug: fc.constantFrom(...EXAMPLE_SLUGS.sms, 'brand_new'),
  }),
  fc.record({ type: fc.constant('user.created' as const), slug: fc.constant('welcome') }),
)

/** Fields that Clerk marks as required, and fields that identify the message. */
const KEPT = [
  'id',
  'slug',
  'delivered_by_clerk',
  'object',
  'message',
  'body',
  'body_plain',
  'subject',
]

const REQUIRED = ['otp_code', 'magic_link', 'action_url']

/** Fields that are left out or replaced by any JSON value. */
type Change = { readonly at: number; readonly value: fc.JsonValue | undefined }
const changes = fc.array(
  fc.record({ at: fc.nat(), value: fc.option(fc.jsonValue({ maxDepth: 2 }), { nil: undefined }) }),
  { maxLength: 12 },
)

function leavesOf(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[...path]]
  const inner = Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]))
  return path.length === 0 ? inner : [[...path], ...inner]
}

function changed(data: Record<string, unknown>, list: readonly Change[]): Record<string, unknown> {
  const copy = structuredClone(data)
  const paths = leavesOf(copy).filter(([first = '']) => !KEPT.includes(first))
  for (const { at, value } of list) {
    const path = paths[at % paths.length] ?? []
    let parent: unknown = copy
    for (const key of path.slice(0, -1)) parent = (parent as Record<string, unknown> | null)?.[key]
    if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) continue
    const key = path.at(-1) ?? ''
    if (value === undefined) delete (parent as Record<string, unknown>)[key]
    else (parent as Record<string, unknown>)[key] = value
  }
  return copy
}

function partsOf(rendered: Rendered): string[] {
  return rendered.channel === 'email'
    ? [rendered.subject, rendered.html, rendered.text]
    : [rendered.body]
}

it('an event with missing or strange fields is sent as a readable message, in every language', async () => {
  const ways = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(
      event,
      changes,
      fc.constantFrom(...LANGUAGES),
      fc.boolean(),
      async ({ type, slug }, list, locale, example) => {
        const whole = exampleEvent({ type, slug, at: new Date(), random: () => 0.123456 })
        const parsed = parseClerkEvent({ ...whole, data: changed(whole.data, list) })
        // An event that cannot be read is refused, and Clerk keeps it. Every other one must be sent.
        if (parsed.kind !== 'event') {
          expect(parsed.kind).toBe('unreadable')
          return
        }
        if (!('content' in parsed.event)) throw new Error('no message')
        const { content } = parsed.event
        const channel = type === 'sms.created' ? 'sms' : 'email'
        const rendered = await render({ channel, slug, locales: [locale], example, content })
        if (!rendered) throw new Error('nothing to send')

        for (const part of partsOf(rendered)) expect(part.trim()).not.toBe('')
        if (rendered.channel === 'email') expect(rendered.subject).not.toMatch(/[\r\n]/)
        if (rendered.fallback === null) {
          expect(rendered).toMatchObject({ locale, template: slug })
          const { otp_code: code } = content.variables
          const telling = slug.endsWith('_code') ? String(code) : ''
          for (const part of partsOf(rendered)) expect(part).toContain(telling)
        } else {
          expect(rendered).toMatchObject({ locale: 'en', template: 'clerk' })
        }
        // Only these reasons justify Clerk's own text.
        const own = whole.data.data as Record<string, unknown> | undefined
        const intact = REQUIRED.every((name) => content.variables[name] === own?.[name])
        if (intact && slug !== 'brand_new') expect(rendered.fallback).toBe(null)
        const way = rendered.fallback ?? 'ours'
        ways.set(way, (ways.get(way) ?? 0) + 1)
      },
    ),
    { numRuns: 3_000 },
  )
  // Every fallback was used, and no template failed.
  expect([...ways.keys()].sort()).toEqual(['missing_variable', 'ours', 'unknown_slug'])
})
