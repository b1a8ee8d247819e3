// Characters that turn text around, or hide in it. Removed, not replaced by a space: some scripts
// join letters with them.
const UNSEEN = /\p{Cf}+/gu

// Control characters, line ends, private use, and letters that show as nothing.
const BLANK = /[\s\p{Cc}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]+/gu

// Of a name something must be seen: marks alone change only what they stand on.
const SHOWN = /[\p{L}\p{N}\p{S}]/u
const UNSHOWN = /\p{Default_Ignorable_Code_Point}/gu

// What mail clients turn into a link by themselves: a scheme, www, an address, a number with a path
// behind it, a domain name.
const LINKABLE =
  /[a-z\d+.-]:\/\/|\b(?:mailto|tel|sms):\S|www\.|[^\s@]@[^\s@]|(?:\d{1,3}\.){3}\d{1,3}[:/]\S|[\p{L}\p{M}\d-]\.[\p{L}\p{M}]{2}/iu

// What phones turn into a number to call: no name has so many digits.
const DIALABLE = /\p{Nd}(?:\P{Nd}{0,3}\p{Nd}){6}/u

// An address to open.
const IP_ADDRESS = /(?:\d{1,3}\.){3}\d/

/**
 * Text that somebody else chose, fit for one line of ours: no control, direction or zero-width
 * characters, single spaces, at most `most` characters.
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

/** A subject of ours, as it may be sent: one line, at most `most` characters. What is in it is cleaned already. */
export function subjectLine(subject: string, most = 250): string {
  return capped(subject.toWellFormed().replace(BLANK, ' ').trim(), most)
}

/**
 * A name that a user chose (of a person, an organisation), or nothing if a mail client would make a
 * link or a telephone number of it: whoever signs up as `evil.com` must not have us send his link to
 * others. The whole name goes, because what breaks a link (zero-width characters, spaces) can be
 * read as one all the same.
 */
export function safeName(value: unknown, most = 64): string {
  const clean = oneLine(value, most)
  if (!isSeen(clean)) return ''
  if (isLinkable(clean) || isDialable(clean)) return ''
  return IP_ADDRESS.test(folded(clean)) ? '' : clean
}

/** Whether a reader sees anything of a name. */
export function isSeen(name: string): boolean {
  return SHOWN.test(name.replace(UNSHOWN, ''))
}

/** Whether a mail client would make a link of it. */
export function isLinkable(text: string): boolean {
  return LINKABLE.test(folded(text))
}

/** Whether a phone would make a number to call of it. */
export function isDialable(text: string): boolean {
  return DIALABLE.test(folded(text))
}

/** As browsers read it: wide letters and the full stops of other scripts are plain ones. */
export function folded(text: string): string {
  return text.normalize('NFKC').replaceAll('\u3002', '.')
}
