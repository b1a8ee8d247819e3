import { expect, it } from 'vitest'
import { textOf } from '../../src/templates/text-part.ts'

const HELP = '<a href="https://acme.dev/help">Help center</a>'
const PRIVACY = '<a class="link" href="https://acme.dev/privacy">Privacy</a>'
const LINES = 'Help center https://acme.dev/help\nPrivacy https://acme.dev/privacy'

it.each([
  ['side by side', `${HELP}${PRIVACY}`],
  ['in elements of the same line', `<span>${HELP}</span><span><b>${PRIVACY}</b></span>`],
  ['in cells', `<table><tr><td>${HELP}</td><td>${PRIVACY}</td></tr></table>`],
])('links %s have lines of their own', async (_, html) => {
  expect(await textOf(`<p>${html}</p>`)).toContain(LINES)
})

it('links that are pictures or written out are apart, too', async () => {
  const pictures =
    '<a href="https://a.dev/1"><img src="1.png"></a><a href="https://a.dev/2"><img></a>'
  expect(await textOf(pictures)).toBe('https://a.dev/1\nhttps://a.dev/2')
  const written = 'See<a href="https://a.dev/1">https://a.dev/1</a>or'
  expect(await textOf(written)).toBe('See https://a.dev/1 or')
  const addresses = '<a href="mailto:a@b.dev">a@b.dev</a><a href="mailto:c@d.dev">c@d.dev</a>'
  expect(await textOf(addresses)).toBe('a@b.dev\nc@d.dev')
})

it('what stands behind a link does not become a part of it', async () => {
  expect(await textOf(`${HELP}or call us`)).toBe('Help center https://acme.dev/help or call us')
  expect(await textOf(`${HELP}<b>&amp;</b> more`)).toBe('Help center https://acme.dev/help & more')
})

it('a sentence with a link keeps its punctuation', async () => {
  expect(await textOf(`<p>Read (${HELP}), then ${PRIVACY}.</p>`)).toBe(
    'Read (Help center https://acme.dev/help), then Privacy https://acme.dev/privacy.',
  )
})
