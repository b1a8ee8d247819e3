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

it('runs from right to left for those who read so, but not the code', async () => {
  const html = await framed({ locale: 'ar-EG' })
  expect(html).toMatch(/<html[^>]*dir="rtl"[^>]*lang="ar-EG"/)
  expect(html).toContain('text-align:right')
  expect(html).toMatch(/<p[^>]*dir="ltr"[^>]*>123456<\/p>/)
})

it('shows the logo with the name as its text', async () => {
  const html = await framed({ brand: { ...PREVIEW.brand, logoUrl: 'https://img.acme.dev/l.png' } })
  expect(html).toMatch(/<img[^>]*alt="Acme"[^>]*src="https:\/\/img\.acme\.dev\/l\.png"/)
})

it('leaves no hole where there is neither a logo nor a name', async () => {
  const html = await framed({ brand: { ...PREVIEW.brand, appName: '' } })
  expect(html).not.toMatch(/<p[^>]*><\/p>/)
})

it('keeps phones from calling the code', async () => {
  expect(await framed({})).toContain('content="telephone=no')
})
