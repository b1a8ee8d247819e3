import { Button, Link, Section, Text } from 'react-email'
import type { Brand } from './common.ts'
import { EDGE, LINK, SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

export interface ButtonContent {
  readonly label: string
  readonly href: string
  /** The text before the written link, for mail clients that do not show the button. */
  readonly otherwise: string
}

export function ActionButton({ brand, href, label }: ButtonContent & { readonly brand: Brand }) {
  return (
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
        {unbroken(label)}
      </Button>
    </Section>
  )
}

/**
 * The link in words. A sign-in link has hundreds of characters, which would push everything else off the
 * screen, so a long link is cut short here. The text part has it in full.
 */
export function OtherwiseLink({ href, otherwise }: ButtonContent) {
  return (
    <Text
      className="soft"
      style={{ color: SOFT, fontSize: 12, lineHeight: '18px', margin: '0 0 12px' }}
    >
      {unbroken(otherwise)}
      <br />
      <Link
        className="link"
        dir="ltr"
        href={href}
        style={{ color: LINK, textDecoration: 'underline' }}
      >
        {written(href)}
      </Link>
    </Text>
  )
}

const MOST_CHARACTERS = 60

function written(href: string): string {
  if (href.length <= MOST_CHARACTERS) return href
  const { origin, pathname } = new URL(href)
  const page = `${origin}${pathname}`
  return page.length <= MOST_CHARACTERS ? `${page}…` : `${origin}/…`
}
