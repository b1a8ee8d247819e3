import type { Translate } from '../../src/templates/words.ts'

const TYPES = { desktop: 'desktop', mobile: 'mobile', phone: 'mobile', tablet: 'tablet' } as const

/** Clerk's description of a device, with its type in the language of the reader: `Desktop, Chrome`. */
export function deviceIn(t: Translate, device: string): string {
  return device
    .split(', ')
    .map((part) => {
      const type = part.toLowerCase()
      return Object.hasOwn(TYPES, type) ? t(`devices.${TYPES[type as keyof typeof TYPES]}`) : part
    })
    .join(', ')
}
