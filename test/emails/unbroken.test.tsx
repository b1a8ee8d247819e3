import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { unbroken } from '../../emails/_parts/unbroken.tsx'

const piecesOf = (text: string) =>
  [...renderToStaticMarkup(<p>{unbroken(text)}</p>).matchAll(/nowrap">([^<]+)</g)].map(
    ([, piece]) => piece,
  )

it.each([
  ['Votre adresse e-mail', ['e-mail']],
  ['Ihre E-Mail-Adresse', ['E-Mail']],
  ['E-mailadres', ['E-mailadres']],
  ['e-postalarınızı', ['e-postalarınızı']],
  ['IP-адреса', ['IP-адреса']],
  ['New sign-in', ['sign-in']],
  ['Two-step verification', ['Two-step']],
  ['usá-la', ['usá-la']],
  ['अभी-अभी', ['अभी-अभी']],
])('%s has its short parts on one line', (text, pieces) => {
  expect(piecesOf(text)).toEqual(pieces)
})

it.each(['パスワードが変更されました', '您的密码已更改。'])(
  '%s ends with three characters',
  (text) => {
    const [piece = ''] = piecesOf(text)
    expect(text.endsWith(piece)).toBe(true)
    expect(piece.replace('。', '')).toHaveLength(3)
  },
)

it('one character does not stand alone behind a name', () => {
  expect(piecesOf('您可以加入 Acme 了')).toEqual(['Acme 了'])
})

it.each([
  'Contactez-nous',
  'Donaudampfschifffahrts-AG',
  'Mail to a-b@acme.dev or a.b-c@x-y.dev',
  'See https://acme.dev/e-mail',
  '비밀번호가 변경되었습니다',
])('%s stays as it is', (text) => {
  expect(unbroken(text)).toBe(text)
})

it('no character changes', () => {
  const text = 'E-Mail-Adresse, e-mail < 2: パスワードです'
  const html = renderToStaticMarkup(<p>{unbroken(text)}</p>)
  expect(html.replace(/<[^>]*>/g, '').replace('&lt;', '<')).toBe(text)
})
