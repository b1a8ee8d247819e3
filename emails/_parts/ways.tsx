import { Button, Link, Section } from 'react-email'
import type { Translate } from '../../src/templates/words.ts'
import type { Brand } from './common.ts'
import { CARD, EDGE, INK, LINK } from './theme.ts'
import { unbroken } from './unbroken.tsx'

/** Something that the reader can do: a labelled link. */
export interface Way {
  readonly label: string
  /** A web address, or `mailto:`. */
  readonly href: string
}

/** Where the reader gets help. An address comes first: a form may ask for the account that is lost. */
export function supportWays(t: Translate, { supportEmail, supportUrl }: Brand): Way[] {
  if (supportEmail) {
    return [{ label: t('ways.email', { email: supportEmail }), href: `mailto:${supportEmail}` }]
  }
  return supportUrl ? [{ label: t('ways.support'), href: supportUrl }] : []
}

/** The page where the reader can look after the account. */
export function accountWays(t: Translate, { accountUrl }: Brand): Way[] {
  return accountUrl ? [{ label: t('ways.account'), href: accountUrl }] : []
}

/** The first way as a quiet button, the others as links. */
export function Ways({ ways: [first, ...others] }: { readonly ways: readonly Way[] }) {
  if (!first) return null
  return (
    <>
      <Section style={{ margin: '16px 0 12px' }}>
        <Button className="quiet-button" href={first.href} style={QUIET_BUTTON}>
          {unbroken(first.label)}
        </Button>
      </Section>
      {others.map(({ label, href }) => (
        <Section key={href} style={{ margin: '0 0 12px' }}>
          <Link className="link" href={href} style={LINE}>
            {unbroken(label)}
          </Link>
        </Section>
      ))}
    </>
  )
}

const QUIET_BUTTON = {
  backgroundColor: CARD,
  border: `1px solid ${EDGE}`,
  borderRadius: 8,
  color: INK,
  display: 'inline-block',
  fontSize: 15,
  fontWeight: 600,
  lineHeight: '20px',
  padding: '11px 20px',
} as const

const LINE = {
  color: LINK,
  fontSize: 15,
  lineHeight: '24px',
  textDecoration: 'underline',
} as const

/** The ways as lines of the text part. The label of an address contains it. */
export function wayLines(ways: readonly Way[]): string {
  return ways
    .map(({ label, href }) => (href.startsWith('mailto:') ? label : `${label}:\n${href}`))
    .join('\n')
}
