import { Section, Text } from 'react-email'
import { INK, MONO, SLAB } from './theme.ts'

/**
 * The code, as one text node: phones recognise it, and a copy contains only the digits. The space between
 * the digits is CSS; it also follows the last digit, so the padding on the left balances it. The code
 * reads from left to right in every language.
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
