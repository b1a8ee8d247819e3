import { HtmlValidate } from 'html-validate'
import { expect, it } from 'vitest'
import { LANGUAGES } from '../../src/domain/languages.ts'
import type { RenderedEmail } from '../../src/domain/template.ts'
import { isRightToLeft } from '../../src/templates/words.ts'
import { BRAND, LINK, variablesOf } from '../support/email-input.ts'
import { CLERK_TEXT, EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

// What mail clients need and web pages do not: tables for layout, styles in place, XHTML's doctype.
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    'attr-quotes': 'off',
    'doctype-style': 'off',
    'no-inline-style': 'off',
    'no-deprecated-attr': 'off',
    'no-trailing-whitespace': 'off',
    'no-unused-disable': 'off',
    'prefer-native-element': 'off',
    'no-redundant-role': 'off',
    'no-style-tag': 'off',
    'void-style': 'off',
    'long-title': 'off',
    'tel-non-breaking': 'off',
    'attr-case': 'off',
    'presentation-role-style': 'off',
    'doctype-html': 'off',
    'no-conditional-comment': 'off',
  },
})

const LINKED = /^(?:magic_link|invitation|organization_invitation$|waitlist_invitation)/
const QUOTES_CLERK = /^billing|^opaque|^commerce|^waitlist_entry/
const REQUIRED = ['app', 'otp_code', 'magic_link', 'action_url']
const GAPS = /\bundefined\b|\bnull\b|\[object|NaN|[{}]|&amp;amp;/

/** Rules for an email: each has a name and whether it holds. */
type Rules = Readonly<Record<string, boolean>>

function broken(rules: Rules): string[] {
  return Object.entries(rules).flatMap(([name, holds]) => (holds ? [] : [name]))
}

function hrefsOf(html: string): string[] {
  return [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
}

function isIn(locale: string, html: string): boolean {
  const direction = isRightToLeft(locale) ? 'rtl' : 'ltr'
  const tags = html.match(/<(?:html|body) [^>]*>/g) ?? []
  return (
    tags.length === 2 &&
    tags.every((tag) => tag.includes(` dir="${direction}"`) && tag.includes(` lang="${locale}"`))
  )
}

function faultsOf(slug: string, locale: string, email: RenderedEmail): string[] {
  const { subject, html, text, template, fallback } = email
  const parts = [subject, html.replace(/<style>.*?<\/style>/gs, ''), text]
  return broken({
    'is written from its own template': template === slug && fallback === null,
    'is in the language that was asked for': email.locale === locale && isIn(locale, html),
    'has no gap': parts.every((part) => !GAPS.test(part)),
    'has a subject without spaces around it': /^\S.*\S$/.test(subject),
    'has a subject of at most 120 characters': subject.length <= 120,
    'has a text without tags': !/<[a-z/]/i.test(text),
    'is shorter than 30 kB': Buffer.byteLength(html) < 30_000,
    'loads nothing': !/@font-face|@import|url\(|<script|<link/i.test(html),
    ...(LINKED.test(slug) && {
      'has its link as a button and in full':
        hrefsOf(html).join(' ') === `${LINK} ${LINK}` && text.includes(`\n${LINK}\n`),
    }),
    ...(slug.endsWith('_code') && {
      'has the code in front of its subject': /^123456\b/.test(subject),
      'has the code by itself, from left to right':
        /dir="ltr"[^>]*>123456<\/p>/.test(html) && /^123456$/m.test(text),
    }),
    ...(QUOTES_CLERK.test(slug) && {
      "quotes Clerk's text": text.includes(CLERK_TEXT),
      "quotes Clerk's text in its HTML": html.includes(CLERK_TEXT.replaceAll('\n', '<br/>')),
    }),
  })
}

async function faultsWithLittle(slug: string, locale: string): Promise<string[]> {
  const needed = Object.entries(variablesOf(slug)).filter(([name]) => REQUIRED.includes(name))
  const { subject, text, template, fallback } = await writeEmail(
    slug,
    locale,
    Object.fromEntries(needed),
  )
  const { html } = await writeEmail(slug, locale, { ...BRAND })
  return broken({
    'is written from what it cannot do without': template === slug && fallback === null,
    'has no gap then': [subject, text].every((part) => !/\bundefined\b|\bnull\b|[{}]/.test(part)),
    'has no gap without its variables': !html.includes('undefined'),
  })
}

async function htmlFaults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  return results.flatMap(({ messages }) => messages.map((m) => `${m.ruleId}: ${m.message}`))
}

it.each(LANGUAGES)('every email is complete and valid in %s', async (locale) => {
  const faults: string[] = []
  for (const slug of EMAIL_SLUGS) {
    const email = await writeEmail(slug, locale)
    const found = [
      ...faultsOf(slug, locale, email),
      ...(await htmlFaults(email.html)),
      ...(await faultsWithLittle(slug, locale)),
    ]
    faults.push(...found.map((fault) => `${slug}: ${fault}`))
  }
  expect(faults).toEqual([])
})
