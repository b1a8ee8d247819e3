import { render } from 'react-email'
import { expect, it } from 'vitest'
import { CodeBlock } from '../../emails/_parts/code-block.tsx'
import { PREVIEW } from '../../emails/_parts/common.ts'
import { Frame } from '../../emails/_parts/frame.tsx'

const framed = (props: Partial<Parameters<typeof Frame>[0]>) =>
  render(
    <Frame {...PREVIEW} preheader="p" heading="h" {...props}>
      <CodeBlock code="123456" />
    </Frame>,
  )

it('a right-to-left language gets that direction, but the code does not', async () => {
  const html = await framed({ locale: 'ar-EG' })
  expect(html).toMatch(/<html[^>]*dir="rtl"[^>]*lang="ar-EG"/)
  expect(html).toContain('text-align:right')
  expect(html).toMatch(/<p[^>]*dir="ltr"[^>]*>123456<\/p>/)
})

it('the logo has the name as its alternative text', async () => {
  const html = await framed({ brand: { ...PREVIEW.brand, logo: 'https://img.acme.dev/l.png' } })
  expect(html).toMatch(/<img[^>]*alt="Acme"[^>]*src="https:\/\/img\.acme\.dev\/l\.png"/)
})

it('there is no gap when there is neither a logo nor a name', async () => {
  const html = await framed({ brand: { ...PREVIEW.brand, appName: '' } })
  expect(html).not.toMatch(/<p[^>]*><\/p>/)
})

it('phones do not make the code a telephone number', async () => {
  expect(await framed({})).toContain('content="telephone=no')
})
