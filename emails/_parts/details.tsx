import { Fragment } from 'react'
import { Section, Text } from 'react-email'
import { INK, SLAB, SOFT } from './theme.ts'

interface DetailsProps {
  readonly title: string
  /** Clerk's text in English, with its line breaks. */
  readonly text: string
}

/** Clerk's own text, for emails whose variables are not known. */
export function Details({ title, text }: DetailsProps) {
  return (
    <Section className="slab" style={{ backgroundColor: SLAB, borderRadius: 10, margin: '20px 0' }}>
      <Text
        className="soft"
        style={{ color: SOFT, fontSize: 12, fontWeight: 600, margin: 0, padding: '16px 20px 0' }}
      >
        {title}
      </Text>
      <Text
        className="ink"
        lang="en"
        dir="ltr"
        style={{
          color: INK,
          fontSize: 13,
          lineHeight: '20px',
          margin: 0,
          padding: '4px 20px 16px',
          textAlign: 'left',
          wordBreak: 'break-word',
        }}
      >
        {/* `white-space` does not work in Outlook on Windows. */}
        {text.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key and never move.
          <Fragment key={index}>
            {index > 0 && <br />}
            {line}
          </Fragment>
        ))}
      </Text>
    </Section>
  )
}
