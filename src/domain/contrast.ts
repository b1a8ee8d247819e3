/** The contrast that WCAG AA requires for text of normal size. */
export const WELL_READABLE = 4.5

/** The contrast that it requires for large text. Below it, nobody can read a button. */
export const READABLE = 3

/** The contrast of two colours (`#rrggbb`) as WCAG 2 defines it, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05)
}

// Relative luminance.
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** A colour as `#rrggbb`; undefined if the text is not a hex colour. */
export function hexColour(value: string | undefined): string | undefined {
  const hex = value?.toLowerCase()
  if (!hex || !/^#(?:[\da-f]{3}|[\da-f]{6})$/.test(hex)) return undefined
  if (hex.length === 7) return hex
  return `#${[...hex.slice(1)].map((digit) => digit + digit).join('')}`
}
