import { BlockList, isIP } from 'node:net'
import { isDomainName } from '../domain/recipient.ts'

// https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry. An IPv4
// network of a BlockList also covers its addresses in IPv6 form (::ffff:127.0.0.1).
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

const LOCAL_NAMES = /\.(?:local|internal|localhost)$/

/** Whether the internet can reach a host of this name, given as `new URL(…).hostname` returns it. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '')
  const family = isIP(host)
  if (family !== 0) return !NOT_PUBLIC.check(host, family === 6 ? 'ipv6' : 'ipv4')
  return isDomainName(host) && !LOCAL_NAMES.test(host)
}
