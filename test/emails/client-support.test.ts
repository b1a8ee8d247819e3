import { caniemail } from 'caniemail'
import { expect, it } from 'vitest'
import { BRAND, variablesOf } from '../support/email-input.ts'
import { EMAIL_SLUGS, writeEmail } from '../support/every-email.ts'

// The clients for which caniemail has complete data.
const CLIENTS = [
  'apple-mail.*',
  'gmail.*',
  'outlook.*',
  'yahoo.*',
  'samsung-email.*',
  'protonmail.*',
  'thunderbird.macos',
  'fastmail.desktop-webmail',
] as const

/** What some client does not support at all, and what its readers see instead. */
const UNKNOWN_TO_SOME: Readonly<Record<string, string>> = {
  '<body> element': 'its background and direction, which the card in it has too',
  '<style> element': 'the light version',
  '@media': 'the light version, at full width',
  'Attribute selector': 'the colours that Outlook makes up, and what iOS makes of a date',
  'Child combinator': 'the same',
  'Class selector': 'the same',
  'Descendant combinator': 'the same',
  'Type selector': 'the same',
  'border-radius': 'square corners',
  'color-scheme CSS property': 'the colours that the client makes up by itself',
  'color-scheme meta tag': 'the same',
  'display:none': 'the preheader is hidden by its size and opacity as well',
  'height property': 'a logo has its height as an attribute too',
  'max-height property': 'the preheader is hidden by display as well',
  opacity: 'the same',
  outline: 'nothing: React Email resets it',
  overflow: 'the preheader is hidden by display as well',
  'role attribute': 'nothing: tables are read as tables',
  'system-ui, ui-serif, ui-sans-serif, ui-rounded, ui-monospace': 'the next font of the list',
  'target attribute': 'links open as the client has it',
  'text-decoration': 'links as the client underlines them',
  'text-decoration-line': 'the same',
  'text-wrap': 'lines as the client breaks them',
  'white-space': 'a short part of a word may stand alone at the end of a line',
  'word-break': 'a long link may run out of the card; the button above it does not',
}

/** What some clients support in part: they use other colours, sizes or spaces. */
const KNOWN_IN_PART = [
  '!important keyword',
  '<hr> element',
  '<img> element',
  'HTML comments',
  'align attribute',
  'background',
  'border',
  'cellpadding attribute',
  'cellspacing attribute',
  'dir attribute',
  'display',
  'font-size',
  'font-weight',
  'height attribute',
  'lang attribute',
  'letter-spacing',
  'line-height',
  'margin',
  'max-width',
  'padding',
  'text-align',
  'width attribute',
  'width property',
]

it('mail clients support the elements of the emails, or can do without them', async () => {
  const found = { errors: new Set<string>(), warnings: new Set<string>() }
  for (const slug of EMAIL_SLUGS) {
    for (const locale of ['en', 'ar']) {
      const { html } = await writeEmail(slug, locale, { ...BRAND, ...variablesOf(slug) })
      const { errors, warnings } = caniemail({ clients: [...CLIENTS], html }).issues
      for (const issue of [...errors.values()].flat()) found.errors.add(issue.title)
      for (const issue of [...warnings.values()].flat()) found.warnings.add(issue.title)
    }
  }
  const allowed = Object.keys(UNKNOWN_TO_SOME)
  // Compared exactly, so that the lists contain nothing that is not used any more.
  expect([...found.errors].sort()).toEqual(allowed.toSorted())
  const partly = [...found.warnings].filter((title) => !allowed.includes(title))
  expect(partly.sort()).toEqual(KNOWN_IN_PART.toSorted())
})
