import { ActionButton } from './action-button.tsx'
import type { Common } from './brand.ts'
import { Frame } from './frame.tsx'
import { Paragraph } from './paragraph.tsx'
import { originSentence, RequestNote, type RequestOrigin } from './request-note.tsx'

export interface LinkEmailProps extends Common {
  readonly link: string
  readonly minutes: number
  readonly origin: RequestOrigin
}

/** What differs between the emails that carry a link. */
export interface LinkWording {
  readonly heading: string
  readonly prompt: string
  readonly label: string
  readonly advice: string
}

export function LinkEmail({
  link,
  minutes,
  origin,
  brand,
  locale,
  wording,
}: LinkEmailProps & { wording: LinkWording }) {
  return (
    <Frame
      brand={brand}
      locale={locale}
      heading={wording.heading}
      preheader={`${wording.prompt} ${life(minutes)}`}
    >
      <Paragraph>{wording.prompt}</Paragraph>
      <ActionButton
        brand={brand}
        href={link}
        label={wording.label}
        otherwise="If the button does not work, open this link:"
      />
      <Paragraph quiet>{life(minutes)}</Paragraph>
      <RequestNote origin={origin} advice={wording.advice} />
    </Frame>
  )
}

export function linkText(
  { link, minutes, origin, brand }: LinkEmailProps,
  wording: LinkWording,
): string {
  return [
    `${wording.prompt}\n${link}`,
    life(minutes),
    ['Didn’t request this?', originSentence(origin), wording.advice].filter(Boolean).join(' '),
    brand.appName,
  ]
    .filter(Boolean)
    .join('\n\n')
}

function life(minutes: number): string {
  return `The link works once and expires in ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
}
