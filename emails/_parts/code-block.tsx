import { Section, Text } from 'react-email'
import { INK, MONO, SLAB } from './theme.ts'

/**
 * The code: one text node, so that phones find it and copying gives the digits and nothing else. The
 * spacing is CSS, and the block reads left to right in every language. The spacing also follows the
 * last digit, which the left padding makes up for.
 */
export function CodeBlock({ code }: { readonly code: string }) {
  return (
    <Section className="slab" style={{ backgroundColor: SLAB, borderRadius: 10, margin: '20px 0' }}>
      <Text
        className="ink code"
        dir="ltr"
        style={{
          color: INK,
          fontFamily: MONO,
          fontSize: 36,
          fontWeight: 700,
          letterSpacing: 8,
          lineHeight: '44px',
          margin: 0,
          padding: '20px 0 20px 8px',
          textAlign: 'center',
        }}
      >
        {code}
      </Text>
    </Section>
  )
}
