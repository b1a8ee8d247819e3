import type { CSSProperties } from 'react'
import { Heading } from 'react-email'
import { INK } from './theme.ts'
import { unbroken } from './unbroken.tsx'

interface TitleProps {
  readonly locale: string
  readonly children: string
}

/** The heading of an email, in lines of similar length. */
export function Title({ locale, children }: TitleProps) {
  return (
    <Heading as="h1" className="ink" style={{ ...STYLE, ...phrasesIn(locale) }}>
      {unbroken(children)}
    </Heading>
  )
}

const STYLE = {
  color: INK,
  fontSize: 24,
  fontWeight: 600,
  lineHeight: '32px',
  margin: '28px 0 12px',
  textWrap: 'balance',
} as const

// Some clients find the phrases of Japanese. In them only `word-wrap` breaks a word that is too long.
function phrasesIn(locale: string): CSSProperties {
  return /^ja\b/i.test(locale)
    ? { wordBreak: 'auto-phrase', wordWrap: 'anywhere' as 'break-word' }
    : {}
}
