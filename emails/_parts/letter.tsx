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
 * The content of an email from top to bottom, as finished text: translated, cleaned, without HTML. The
 * HTML part and the text part are both made from it, so they have the same content.
 */
export interface LetterContent {
  readonly subject: string
  /** Defaults to the subject. */
  readonly heading?: string
  /** The text that a mailbox shows beside the subject. Defaults to the first paragraph. */
  readonly preheader?: string
  readonly greeting?: string | undefined
  readonly paragraphs: readonly string[]
  readonly code?: string
  readonly button?: { readonly label: string; readonly href: string; readonly otherwise: string }
  readonly facts?: readonly Fact[]
  /** Text that Clerk wrote, quoted. */
  readonly details?: { readonly title: string; readonly text: string }
  /** A quiet paragraph at the end. */
  readonly closing?: string
  /** For readers who did not request the message. */
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

/** Composes the letter once for the same props, because HTML, subject and text all need it. */
export function composeOnce<Props extends Common>(compose: (props: Props) => LetterContent) {
  const letters = new WeakMap<Props, LetterContent>()
  return (props: Props): LetterContent => {
    const letter = letters.get(props) ?? compose(props)
    letters.set(props, letter)
    return letter
  }
}

/** The functions that make the subject and the text part from the letter. */
export function subjectAndText<Props extends Common>(letter: (props: Props) => LetterContent) {
  return {
    subject: (props: Props): string => letter(props).subject,
    text: (props: Props): string => textOf(letter(props), props),
  }
}

function textOf(letter: LetterContent, { brand, mark }: Common): string {
  const { greeting, paragraphs, code, button, facts = [], details, closing, aside } = letter
  // The code or link has a line of its own, directly below its prompt.
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
