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
  if (!GSM.test(text)) return text.length <= MOST_UCS2
  return text.length + (text.match(TWICE)?.length ?? 0) <= MOST_GSM
}
