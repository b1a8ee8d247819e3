import { Hr, Text } from 'react-email'
import { type Fact, Facts } from './facts.tsx'
import { Paragraph } from './paragraph.tsx'
import { INK, LINE } from './theme.ts'

interface AsideProps {
  readonly title: string
  readonly text: string
  /** The origin of the request. */
  readonly facts?: readonly Fact[]
}

/** The block for readers who did not request the message. */
export function Aside({ title, text, facts = [] }: AsideProps) {
  return (
    <>
      <Hr
        className="line"
        style={{ border: 'none', borderTop: `1px solid ${LINE}`, margin: '28px 0 20px' }}
      />
      <Text
        className="ink"
        style={{ color: INK, fontSize: 13, fontWeight: 600, lineHeight: '20px', margin: '0 0 4px' }}
      >
        {title}
      </Text>
      <Paragraph quiet>{text}</Paragraph>
      <Facts facts={facts} />
    </>
  )
}
