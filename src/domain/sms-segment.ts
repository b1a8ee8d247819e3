// GSM 03.38: the alphabet of SMS, and the characters that take the place of two.
const GSM =
  /^[\n\r !"#$%&'()*+,\-./0-9:;<=>?@A-Z_a-z¡£¤¥§¿ÄÅÆÇÉÑÖØÜßàäåæèéìñòöøùüΓΔΘΛΞΠΣΦΨΩ\f[\\\]^{|}~€]*$/
const TWICE = /[\f[\\\]^{|}~€]/g

const MOST_GSM = 160
const MOST_UCS2 = 70

/**
 * Whether a text takes one segment. The library that counts segments takes a tenth of a millisecond and
 * more, which is too long for each form of each SMS.
 */
export function isOneSegment(text: string): boolean {
  if (text.length > MOST_GSM) return false
  return segmentsOf(text) === 1
}

// Each segment of a longer text begins with a header.
const GSM_OF_SEVERAL = 153
const UCS2_OF_SEVERAL = 67

/** How many segments a text takes. Exact, but for a character that is cut by the end of a segment. */
export function segmentsOf(text: string): number {
  const isGsm = GSM.test(text)
  const length = isGsm ? text.length + (text.match(TWICE)?.length ?? 0) : text.length
  if (length <= (isGsm ? MOST_GSM : MOST_UCS2)) return 1
  return Math.ceil(length / (isGsm ? GSM_OF_SEVERAL : UCS2_OF_SEVERAL))
}
