import type { Common } from './brand.ts'
import { CodeBlock } from './code-block.tsx'
import { Frame } from './frame.tsx'
import { Paragraph } from './paragraph.tsx'
import { originSentence, RequestNote, type RequestOrigin } from './request-note.tsx'

export interface CodeEmailProps extends Common {
  readonly code: string
  readonly origin: RequestOrigin
}

/** What differs between the emails that carry a code. */
export interface CodeWording {
  readonly heading: string
  readonly prompt: string
  readonly advice: string
}

const LIFE =
  'It works once and expires in 10 minutes. Never share it with anyone: nobody from our team will ask for it.'

export function CodeEmail({
  code,
  origin,
  brand,
  locale,
  wording,
}: CodeEmailProps & { wording: CodeWording }) {
  return (
    <Frame
      brand={brand}
      locale={locale}
      heading={wording.heading}
      preheader={`${wording.heading}: ${code}. ${LIFE}`}
    >
      <Paragraph>{wording.prompt}</Paragraph>
      <CodeBlock code={code} />
      <Paragraph quiet>{LIFE}</Paragraph>
      <RequestNote origin={origin} advice={wording.advice} />
    </Frame>
  )
}

export function codeText({ code, origin, brand }: CodeEmailProps, wording: CodeWording): string {
  return [
    `${wording.prompt}\n${code}`,
    LIFE,
    ['Didn’t request this?', originSentence(origin), wording.advice].filter(Boolean).join(' '),
    brand.appName,
  ]
    .filter(Boolean)
    .join('\n\n')
}
