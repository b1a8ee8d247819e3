// Characters that change the direction of a text, or are invisible. They are removed, not replaced by a
// space, because some scripts join letters with them.
const UNSEEN = /\p{Cf}+/gu

// Control characters, line ends, private use, and letters that are displayed as blanks.
const BLANK = /[\s\p{Cc}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]+/gu

// A name must have a visible character. Marks only change the character before them.
const VISIBLE = /[\p{L}\p{N}\p{S}]/u
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu

// Text that mail clients turn into a link: a scheme, www, an address, an IP address with a path, a
// domain name.
const LINKABLE =
  /[a-z\d+.-]:\/\/|\b(?:mailto|tel|sms):\S|www\.|[^\s@]@[^\s@]|(?:\d{1,3}\.){3}\d{1,3}[:/]\S|[\p{L}\p{M}\d-]\.[\p{L}\p{M}]{2}/iu

// Text that phones turn into a number to call. No name has that many digits.
const DIALABLE = /\p{Nd}(?:\P{Nd}{0,3}\p{Nd}){6}/u

// An IP address that could be opened.
const IP_ADDRESS = /(?:\d{1,3}\.){3}\d/

/**
 * Text from outside as one line: without control, direction and zero-width characters, with single
 * spaces, and at most `most` characters long.
 */
export function oneLine(value: unknown, most = 200): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  return capped(String(value).toWellFormed().replace(UNSEEN, '').replace(BLANK, ' ').trim(), most)
}

function capped(text: string, most: number): string {
  const characters = [...text]
  if (characters.length <= most) return text
  const kept = characters.slice(0, most - 1).join('')
  return `${kept.trim()}…`
}

// Marks after which the rest of a line runs in the other direction. Pairs of the second kind end again.
const TURNS = /[\u202a-\u202e]+/g
const ISOLATES = /[\u2066-\u2069]/g

/** A subject on one line of at most `most` characters, in which no value turns what stands after it. */
export function subjectLine(subject: string, most = 250): string {
  const line = subject.toWellFormed().replace(TURNS, '').replace(BLANK, ' ').trim()
  return capped(isBalanced(line) ? line : line.replace(ISOLATES, ''), most)
}

/** Whether each mark that opens a part of the other direction is followed by one that closes it. */
function isBalanced(line: string): boolean {
  let open = 0
  for (const [mark] of line.matchAll(ISOLATES)) {
    open += mark === '\u2069' ? -1 : 1
    if (open < 0) return false
  }
  return open === 0
}

/**
 * A name that a user chose (of a person or an organisation). Empty if a mail client would turn it into a
 * link or a telephone number: a user who signs up as `evil.com` must not make us send that link to
 * others. The whole name is left out, because a link that is only broken up (by spaces or zero-width
 * characters) can still be read as one.
 */
export function safeName(value: unknown, most = 64): string {
  const clean = oneLine(value, most)
  if (!isSeen(clean)) return ''
  if (isLinkable(clean) || isDialable(clean)) return ''
  return IP_ADDRESS.test(folded(clean)) ? '' : clean
}

/** Whether a name has a visible character. */
export function isSeen(name: string): boolean {
  return VISIBLE.test(name.replace(IGNORABLE, ''))
}

/** Whether a mail client would turn the text into a link. */
export function isLinkable(text: string): boolean {
  return LINKABLE.test(folded(text))
}

/** Whether a phone would turn the text into a number to call. */
export function isDialable(text: string): boolean {
  return DIALABLE.test(folded(text))
}

/** The text as browsers read it: wide letters and the full stops of other scripts become plain ones. */
export function folded(text: string): string {
  return text.normalize('NFKC').replaceAll('\u3002', '.')
}
