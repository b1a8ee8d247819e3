import { Button, Link, Section, Text } from 'react-email'
import type { Brand } from './common.ts'
import { EDGE, SOFT } from './theme.ts'

interface ActionButtonProps {
  readonly brand: Brand
  readonly href: string
  readonly label: string
  /** The text before the written-out link, for mail clients that do not show the button. */
  readonly otherwise: string
}

export function ActionButton({ brand, href, label, otherwise }: ActionButtonProps) {
  return (
    <>
      <Section style={{ margin: '24px 0' }}>
        <Button
          className={brand.fadesOnDark ? 'fades-on-dark' : undefined}
          href={href}
          style={{
            backgroundColor: brand.primaryColor,
            border: `1px solid ${brand.fadesOnLight ? EDGE : brand.primaryColor}`,
            borderRadius: 8,
            color: brand.buttonTextColor,
            display: 'inline-block',
            fontSize: 15,
            fontWeight: 600,
            lineHeight: '20px',
            padding: '12px 25px',
          }}
        >
          {label}
        </Button>
      </Section>
      <Text
        className="soft"
        style={{
          color: SOFT,
          fontSize: 13,
          lineHeight: '20px',
          margin: '0 0 12px',
          wordBreak: 'break-all',
        }}
      >
        {otherwise}
        <br />
        <Link
          className="link"
          dir="ltr"
          href={href}
          style={{ color: '#2a56d6', textDecoration: 'underline' }}
        >
          {href}
        </Link>
      </Text>
    </>
  )
}
