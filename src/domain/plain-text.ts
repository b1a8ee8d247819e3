// Control characters, and the invisible ones that turn text around or hide in it.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]+/gu

// What mail clients turn into a link by themselves: a scheme, www, an address, a domain name.
const LINKABLE = /(?:[a-z][a-z\d+.-]*:\/\/|www\.|[^\s@]+@[^\s@]+|[\p{L}\d-]+\.\p{L}{2,})/iu

/**
 * Text that somebody else chose, fit for one line of ours: no control, direction or zero-width
 * characters, single spaces, at most `most` characters.
 */
export function oneLine(value: unknown, most = 200): string {
  if (typeof value !== 'string' && typeof value !== 'number') return ''
  const clean = String(value).toWellFormed().replace(INVISIBLE, ' ').replace(/\s+/gu, ' ').trim()
  const characters = [...clean]
  return characters.length <= most
    ? clean
    : `${characters
        .slice(0, most - 1)
        .join('')
        .trim()}…`
}

/**
 * A name that a user chose (of a person, an organisation, a device), or nothing if a mail client would
 * make a link of it: whoever signs up as `evil.com` must not have us send his link to others.
 */
export function safeName(value: unknown, most = 64): string {
  const clean = oneLine(value, most)
  return LINKABLE.test(clean) ? '' : clean
}
