import type { ReactNode } from 'react'

const LETTER = String.raw`[\p{L}\p{M}\p{N}]`

// A hyphen beside one or two letters, or in a word that is short as a whole. Those in addresses stay as
// they are, and no piece is longer than the narrowest line.
const HYPHENATED = [
  `${LETTER}{1,2}-${LETTER}{1,13}`,
  `${LETTER}{1,13}-${LETTER}{1,2}`,
  `${LETTER}{1,5}-${LETTER}{1,5}`,
]
  .map(
    (word) => String.raw`(?<![\p{L}\p{M}\p{N}\-@./_])${word}(?!${LETTER}|[/_=]|\.${LETTER}|\S*@)`,
  )
  .join('|')

// Chinese and Japanese lines may break between any two characters, also before the last one. If there is
// only one behind a name, the end of the name goes with it.
const CHARACTER = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]`
const LAST = String.raw`(?:${CHARACTER}{3}|\S{1,12} ${CHARACTER}{1,2})[\p{P}\p{Zs}]*$`

const PIECES = new RegExp(`(${HYPHENATED}|${LAST})`, 'u')

/**
 * The text with those pieces kept on one line that look wrong in two: `e-` at the end of a line, or one
 * Chinese or Japanese character on the last line. No character changes, so the text can be searched and
 * copied, and every font has it.
 */
export function unbroken(text: string): ReactNode {
  // Every second part is a piece, because the pattern is a group.
  const parts = text.split(PIECES)
  if (parts.length === 1) return text
  return parts.map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other key and never move.
      <span key={index} style={{ whiteSpace: 'nowrap' }}>
        {part}
      </span>
    ) : (
      part
    ),
  )
}
