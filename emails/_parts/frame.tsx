import type { ReactNode } from 'react'
import { Body, Container, Head, Heading, Html, Img, Section, Text } from 'react-email'
import { isRightToLeft } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { Paragraph } from './paragraph.tsx'
import { Preheader } from './preheader.tsx'
import { CARD, FONT, INK, LINE, PAGE, SOFT, STYLES } from './theme.ts'

interface FrameProps extends Pick<Common, 'brand' | 'locale' | 'mark'> {
  /** The text that a mailbox shows beside the subject. */
  readonly preheader: string
  readonly heading: string
  readonly children: ReactNode
}

/** The frame of every email: logo or name, heading, content, footer. */
export function Frame({ brand, locale, mark, preheader, heading, children }: FrameProps) {
  const dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
  const align = dir === 'rtl' ? 'right' : 'left'
  return (
    <Html lang={locale} dir={dir}>
      <Head>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Otherwise phones turn the code into a telephone number. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        <title>{heading}</title>
        <style>{STYLES}</style>
      </Head>
      <Body
        className="page"
        lang={locale}
        dir={dir}
        style={{ backgroundColor: PAGE, fontFamily: FONT, margin: 0, padding: '24px 12px' }}
      >
        <Preheader>{preheader}</Preheader>
        <Container
          className="card"
          dir={dir}
          style={{
            backgroundColor: CARD,
            border: `1px solid ${LINE}`,
            borderRadius: 12,
            maxWidth: 520,
            padding: '40px 44px',
            textAlign: align,
          }}
        >
          {mark && (
            <Paragraph quiet>
              <span dir="ltr">{mark}</span>
            </Paragraph>
          )}
          <Masthead brand={brand} />
          <Heading
            as="h1"
            className="ink"
            style={{
              color: INK,
              fontSize: 24,
              fontWeight: 600,
              lineHeight: '32px',
              margin: '28px 0 12px',
              wordBreak: 'break-word',
            }}
          >
            {heading}
          </Heading>
          {children}
        </Container>
        <Section style={{ maxWidth: 520, margin: '0 auto', padding: '20px 0' }}>
          {brand.appName && (
            <Text
              className="soft"
              style={{
                color: SOFT,
                fontSize: 12,
                lineHeight: '18px',
                margin: 0,
                textAlign: 'center',
                wordBreak: 'break-word',
              }}
            >
              {brand.appName}
            </Text>
          )}
        </Section>
      </Body>
    </Html>
  )
}

function Masthead({ brand }: Pick<Common, 'brand'>) {
  if (brand.logoUrl) {
    return (
      <Img
        src={brand.logoUrl}
        alt={brand.appName}
        height={36}
        className="ink"
        style={{
          color: INK,
          display: 'block',
          fontSize: 18,
          fontWeight: 700,
          height: 36,
          maxWidth: 220,
        }}
      />
    )
  }
  if (!brand.appName) return null
  return (
    <Text
      className="ink"
      style={{
        color: INK,
        fontSize: 18,
        fontWeight: 700,
        lineHeight: '24px',
        margin: 0,
        wordBreak: 'break-word',
      }}
    >
      {brand.appName}
    </Text>
  )
}
