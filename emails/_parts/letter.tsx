import { ActionButton, type ButtonContent, OtherwiseLink } from './action-button.tsx'
import { Amount } from './amount.tsx'
import { Aside } from './aside.tsx'
import { CodeBlock } from './code-block.tsx'
import type { Common } from './common.ts'
import { Details } from './details.tsx'
import type { Fact } from './facts.tsx'
import { Facts, factLines } from './facts.tsx'
import { footerLines, type Reason } from './footer.tsx'
import { type Emblem, Frame } from './frame.tsx'
import { Paragraph } from './paragraph.tsx'
import { type Way, wayLines } from './ways.tsx'

/**
 * The content of an email from top to bottom, as finished text: translated, cleaned, without HTML. The
 * HTML part and the text part are both made from it, so they have the same content.
 */
export interface LetterContent {
  readonly subject: string
  /** The logo of somebody else whom the email is about. */
  readonly emblem?: Emblem
  /** Defaults to the subject. */
  readonly heading?: string
  /** The text that a mailbox shows beside the subject. Defaults to the first paragraph. */
  readonly preheader?: string
  /** What was paid, or is to be paid. */
  readonly amount?: Fact
  readonly greeting?: string | undefined
  /** If there are none, the heading says it all. */
  readonly paragraphs: readonly string[]
  readonly code?: string
  readonly button?: ButtonContent
  readonly facts?: readonly Fact[]
  /** Text that Clerk wrote, quoted. */
  readonly details?: { readonly title: string; readonly text: string }
  /** A quiet paragraph at the end. */
  readonly closing?: string
  /** For readers who did not request the message, and what they can do. */
  readonly aside?: {
    readonly title: string
    readonly text: string
    readonly ways?: readonly Way[]
    readonly facts?: readonly Fact[]
  }
  /** Why the reader gets the email. The footer says it. */
  readonly reason?: Reason
}

/** The design of every email. */
export function Letter({ letter, ...common }: Common & { readonly letter: LetterContent }) {
  const { subject, heading = subject, preheader, greeting, paragraphs, code, button } = letter
  const { emblem, amount, facts = [], details, closing, aside, reason } = letter
  return (
    <Frame
      {...common}
      emblem={emblem}
      heading={heading}
      preheader={preheader ?? paragraphs[0] ?? heading}
      reason={reason}
    >
      {amount && <Amount {...amount} />}
      {greeting && <Paragraph>{greeting}</Paragraph>}
      {paragraphs.map((paragraph) => (
        <Paragraph key={paragraph}>{paragraph}</Paragraph>
      ))}
      {code && <CodeBlock code={code} />}
      <Facts facts={facts} />
      {button && <ActionButton brand={common.brand} {...button} />}
      {details && <Details {...details} />}
      {closing && <Paragraph quiet>{closing}</Paragraph>}
      {button && <OtherwiseLink {...button} />}
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

function textOf(letter: LetterContent, common: Common): string {
  const { subject, heading = subject, greeting, code, button, amount, facts = [] } = letter
  const { details, closing, aside, reason } = letter
  const paragraphs = letter.paragraphs.length > 0 ? letter.paragraphs : [heading]
  // The code or link has a line of its own, directly below its prompt.
  const prompt = [paragraphs.at(-1), code ?? button?.href].filter(Boolean).join('\n')
  return [
    common.mark,
    amount && factLines([amount]),
    greeting,
    ...paragraphs.slice(0, -1),
    prompt,
    factLines(facts),
    details?.text,
    closing,
    aside && textOfAside(aside),
    footerLines(common, reason),
  ]
    .filter(Boolean)
    .join('\n\n')
}

function textOfAside({ title, text, ways = [], facts = [] }: NonNullable<LetterContent['aside']>) {
  return [`${title}\n${text}`, wayLines(ways), factLines(facts)].filter(Boolean).join('\n')
}
