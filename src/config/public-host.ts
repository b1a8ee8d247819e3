import { BlockList, isIP } from 'node:net'
import { isDomainName } from '../domain/recipient.ts'

// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry. A list
// of IPv4 networks also holds their IPv6 spelling (::ffff:127.0.0.1).
const NOT_PUBLIC = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  // Multicast and reserved.
  ['224.0.0.0', 3],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  NOT_PUBLIC.addSubnet(network, bits, 'ipv6')
}

const OWN_NAMES = /\.(?:local|internal|localhost)$/

/** Whether the whole internet could reach such a host, spelled as `new URL(…).hostname` spells it. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '')
  const family = isIP(host)
  if (family !== 0) return !NOT_PUBLIC.check(host, family === 6 ? 'ipv6' : 'ipv4')
  return isDomainName(host) && !OWN_NAMES.test(host)
}
