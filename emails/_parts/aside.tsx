import { Hr, Text } from 'react-email'
import { type Fact, Facts } from './facts.tsx'
import { Paragraph } from './paragraph.tsx'
import { INK, LINE } from './theme.ts'
import { unbroken } from './unbroken.tsx'
import { type Way, Ways } from './ways.tsx'

interface AsideProps {
  readonly title: string
  readonly text: string
  /** What the reader can do about it. */
  readonly ways?: readonly Way[]
  /** The origin of the request. */
  readonly facts?: readonly Fact[]
}

/** The block for readers who did not request the message. It is larger if they should act. */
export function Aside({ title, text, ways, facts = [] }: AsideProps) {
  return (
    <>
      <Hr
        className="line"
        style={{ border: 'none', borderTop: `1px solid ${LINE}`, margin: '28px 0 20px' }}
      />
      <Text
        className="ink"
        style={{
          color: INK,
          fontSize: ways ? 15 : 13,
          fontWeight: 600,
          lineHeight: ways ? '24px' : '20px',
          margin: '0 0 4px',
        }}
      >
        {unbroken(title)}
      </Text>
      <Paragraph quiet={!ways}>{text}</Paragraph>
      {ways && <Ways ways={ways} />}
      <Facts facts={facts} />
    </>
  )
}
