/** The IP address without the part that identifies one person in a network: `203.0.113.*`. */
export function maskAddress(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  if (/^\d+\.\d+\.\d+\.\d+$/.test(plain)) return plain.replace(/\d+$/, '*')
  return /^[\da-f:]+$/i.test(plain) ? `${plain.split(':').slice(0, 3).join(':')}:*` : 'unknown'
}
