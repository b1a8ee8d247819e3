import { Fragment, type ReactNode } from 'react'
import { Link, Section, Text } from 'react-email'
import { type Translate, wordsOf } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { SOFT } from './theme.ts'
import { unbroken } from './unbroken.tsx'

type Key = Parameters<Translate>[0]

/** Why a reader gets an email. */
export type Reason = Key extends infer K ? (K extends `footer.${infer Name}` ? Name : never) : never

type FooterProps = Pick<Common, 'brand' | 'locale' | 'to'> & {
  readonly reason?: Reason | undefined
}

/** Below the card: the app, why the reader gets the email, and what the brand adds. */
export function Footer(props: FooterProps) {
  const { brand } = props
  const links = linksOf(props)
  const why = whyOf(props)
  const lines: readonly (readonly [string, ReactNode])[] = [
    ['app', brand.appName],
    ['why', why && unbroken(why)],
    ['links', links.length > 0 && <Links links={links} />],
    ['address', brand.address && inLines(brand.address)],
    ['footer', brand.footer && inLines(brand.footer)],
  ]
  return (
    <Section style={{ maxWidth: 520, margin: '0 auto', padding: '20px 0' }}>
      {lines.map(([name, line]) => line && <Line key={name}>{line}</Line>)}
    </Section>
  )
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <Text
      className="soft"
      style={{
        color: SOFT,
        fontSize: 12,
        lineHeight: '18px',
        margin: '0 0 8px',
        textAlign: 'center',
        textWrap: 'balance',
      }}
    >
      {children}
    </Text>
  )
}

interface FooterLink {
  readonly label: string
  readonly url: string
}

function Links({ links }: { readonly links: readonly FooterLink[] }) {
  return links.map(({ label, url }, index) => (
    <Fragment key={url}>
      {index > 0 && ' · '}
      <Link className="soft" href={url} style={{ color: SOFT, textDecoration: 'underline' }}>
        {unbroken(label)}
      </Link>
    </Fragment>
  ))
}

function linksOf({ brand, locale }: FooterProps): FooterLink[] {
  const { supportEmail, supportUrl, links = [] } = brand
  const t = wordsOf(locale, brand.appName)
  return [
    ...(supportUrl ? [{ label: t('ways.support'), url: supportUrl }] : []),
    ...(supportEmail ? [{ label: supportEmail, url: `mailto:${supportEmail}` }] : []),
    ...links,
  ]
}

function whyOf({ brand, locale, to, reason }: FooterProps): string | undefined {
  return to && reason && wordsOf(locale, brand.appName)(`footer.${reason}`, { email: to })
}

function inLines(text: string): ReactNode {
  return text.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other key and never move.
    <Fragment key={index}>
      {index > 0 && <br />}
      {line}
    </Fragment>
  ))
}

/** The footer in the text part. */
export function footerLines(common: Common, reason: Reason | undefined): string {
  const { brand } = common
  const links = linksOf(common).map(({ label, url }) =>
    url.startsWith('mailto:') ? label : `${label}: ${url}`,
  )
  return [brand.appName, whyOf({ ...common, reason }), ...links, brand.address, brand.footer]
    .filter(Boolean)
    .join('\n')
}
