import { Fragment } from 'react'
import { Link, Section, Text } from 'react-email'
import { piecesOf } from './quoted-links.ts'
import { INK, LINK, SLAB, SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

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
        {unbroken(title)}
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
        }}
      >
        {/* `white-space` does not work in Outlook on Windows. */}
        {text.split('\n').map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key and never move.
          <Fragment key={index}>
            {index > 0 && <br />}
            <Line>{line}</Line>
          </Fragment>
        ))}
      </Text>
    </Section>
  )
}

function Line({ children }: { readonly children: string }) {
  return piecesOf(children).map(({ text, href }, index) =>
    href ? (
      <Link
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other key and never move.
        key={index}
        className="link"
        href={href}
        style={{ color: LINK, textDecoration: 'underline' }}
      >
        {text}
      </Link>
    ) : (
      text
    ),
  )
}
