import { ActionButton } from './action-button.tsx'
import { Aside } from './aside.tsx'
import { CodeBlock } from './code-block.tsx'
import type { Common } from './common.ts'
import { Details } from './details.tsx'
import type { Fact } from './facts.tsx'
import { Facts, factLines } from './facts.tsx'
import { Frame } from './frame.tsx'
import { Paragraph } from './paragraph.tsx'

/**
 * What an email says, from top to bottom. All of it is finished text: translated, cleaned, and never
 * HTML. HTML and text part are both made of it, so that neither says what the other does not.
 */
export interface LetterContent {
  readonly subject: string
  /** The subject, unless it says something else. */
  readonly heading?: string
  /** What the list of mails shows beside the subject: the first paragraph, unless it says something else. */
  readonly preheader?: string
  readonly greeting?: string | undefined
  readonly paragraphs: readonly string[]
  readonly code?: string
  readonly button?: { readonly label: string; readonly href: string; readonly otherwise: string }
  readonly facts?: readonly Fact[]
  /** Text of others, quoted as it is. */
  readonly details?: { readonly title: string; readonly text: string }
  /** Below everything that matters. */
  readonly closing?: string
  /** For those who did not ask for the message. */
  readonly aside?: {
    readonly title: string
    readonly text: string
    readonly facts?: readonly Fact[]
  }
}

/** The design of every email. */
export function Letter({ letter, ...common }: Common & { readonly letter: LetterContent }) {
  const { subject, heading = subject, preheader, greeting, paragraphs, code, button } = letter
  const { facts = [], details, closing, aside } = letter
  return (
    <Frame {...common} heading={heading} preheader={preheader ?? paragraphs[0] ?? heading}>
      {greeting && <Paragraph>{greeting}</Paragraph>}
      {paragraphs.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {code && <CodeBlock code={code} />}
      <Facts facts={facts} />
      {button && <ActionButton brand={common.brand} {...button} />}
      {details && <Details {...details} />}
      {closing && <Paragraph quiet>{closing}</Paragraph>}
      {aside && <Aside {...aside} />}
    </Frame>
  )
}

/** Composes the letter for the same props once: HTML, subject and text each ask for it. */
export function once<Props extends Common>(compose: (props: Props) => LetterContent) {
  const letters = new WeakMap<Props, LetterContent>()
  return (props: Props): LetterContent => {
    const letter = letters.get(props) ?? compose(props)
    letters.set(props, letter)
    return letter
  }
}

/** Subject and text part of the emails that `letter` describes. */
export function written<Props extends Common>(letter: (props: Props) => LetterContent) {
  return {
    subject: (props: Props): string => letter(props).subject,
    text: (props: Props): string => textOf(letter(props), props),
  }
}

function textOf(letter: LetterContent, { brand, mark }: Common): string {
  const { greeting, paragraphs, code, button, facts = [], details, closing, aside } = letter
  // What is to be typed or opened stands alone on the line below its prompt.
  const prompt = [paragraphs.at(-1), code ?? button?.href].filter(Boolean).join('\n')
  return [
    mark,
    greeting,
    ...paragraphs.slice(0, -1),
    prompt,
    factLines(facts),
    details?.text,
    closing,
    aside &&
      [`${aside.title} ${aside.text}`, factLines(aside.facts ?? [])].filter(Boolean).join('\n'),
    brand.appName,
  ]
    .filter(Boolean)
    .join('\n\n')
}
