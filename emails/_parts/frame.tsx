import type { CSSProperties, ReactNode } from 'react'
import { Body, Container, Head, Html } from 'react-email'
import { isRightToLeft } from '../../src/templates/words.ts'
import type { Common } from './common.ts'
import { Footer, type Reason } from './footer.tsx'
import { type Emblem, EmblemPicture, Masthead } from './masthead.tsx'
import { OutlookSettings, OutlookTable } from './outlook.tsx'
import { WIDTH } from './outlook-comments.ts'
import { Paragraph } from './paragraph.tsx'
import { Preheader } from './preheader.tsx'
import { CARD, FONT, LINE, PAGE, STYLES } from './theme.ts'
import { Title } from './title.tsx'

interface FrameProps extends Pick<Common, 'brand' | 'locale' | 'mark' | 'to'> {
  /** The text that a mailbox shows beside the subject. */
  readonly preheader: string
  readonly emblem?: Emblem | undefined
  readonly heading: string
  readonly reason?: Reason | undefined
  readonly children: ReactNode
}

export type { Emblem } from './masthead.tsx'

/** The frame of every email: logo or name, heading, content, footer. */
export function Frame(props: FrameProps) {
  const { brand, locale, mark, preheader, emblem, heading, children } = props
  const dir = isRightToLeft(locale) ? 'rtl' : 'ltr'
  return (
    <Html lang={locale} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        {/* Otherwise phones turn the code into a telephone number. What may be tapped is a link already. */}
        <meta
          name="format-detection"
          content="telephone=no, date=no, address=no, email=no, url=no"
        />
        <title>{heading}</title>
        <style>{STYLES}</style>
        <OutlookSettings />
      </Head>
      <Body
        className="page"
        lang={locale}
        dir={dir}
        style={{
          backgroundColor: PAGE,
          fontFamily: brand.fontStack ?? FONT,
          margin: 0,
          padding: '24px 12px',
          // No single word on the last line of a paragraph.
          textWrap: 'pretty',
          ...lineBreaksIn(locale),
        }}
      >
        <Preheader>{preheader}</Preheader>
        <OutlookTable>
          <Container
            className="card"
            dir={dir}
            style={{
              backgroundColor: CARD,
              border: `1px solid ${LINE}`,
              borderRadius: 12,
              maxWidth: WIDTH,
              padding: '40px 44px',
              textAlign: dir === 'rtl' ? 'right' : 'left',
            }}
          >
            {mark && (
              <Paragraph quiet>
                <span dir="ltr">{mark}</span>
              </Paragraph>
            )}
            <Masthead brand={brand} />
            {emblem && <EmblemPicture {...emblem} />}
            <Title locale={locale}>{heading}</Title>
            {children}
          </Container>
        </OutlookTable>
        <Footer {...props} />
      </Body>
    </Html>
  )
}

// Words that are too long for a line are broken, others are not. Korean has spaces between words, but
// browsers break its lines between any two syllables.
function lineBreaksIn(locale: string): CSSProperties {
  return /^ko\b/i.test(locale)
    ? { wordBreak: 'keep-all', wordWrap: 'anywhere' as 'break-word' }
    : { wordBreak: 'break-word' }
}
