import { createRequire } from 'node:module'
import type { PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { LookUpNumber, UnusableNumber } from '../domain/number-facts.ts'

type Library = { readonly parsePhoneNumberFromString: typeof parsePhoneNumberFromString }

// The numbering plan takes some megabytes of memory, so it is loaded with the first SMS.
let library: Library | undefined

/** What the numbering plan says about a number. Its source is Google's libphonenumber. */
export const lookUpNumber: LookUpNumber = (number) => {
  library ??= createRequire(import.meta.url)('libphonenumber-js/max') as Library
  const parsed = library.parsePhoneNumberFromString(number)
  if (!parsed) return { country: null, unusable: 'unassigned' }
  return { country: parsed.country ?? null, unusable: unusable(parsed) }
}

// Global Mobile Satellite System, Inmarsat, and international networks, which are priced like satellites.
const SATELLITE = new Set(['870', '881', '882', '883'])

function unusable(number: PhoneNumber): UnusableNumber | null {
  if (SATELLITE.has(number.countryCallingCode)) return 'satellite'
  if (!number.isValid()) return 'unassigned'
  switch (number.getType()) {
    case 'PREMIUM_RATE':
    case 'SHARED_COST':
      return 'premium_rate'
    case 'FIXED_LINE':
      return 'fixed_line'
    default:
      return null
  }
}
