import { type BlockList, isIP } from 'node:net'
import type { Context } from 'hono'
import { peerOf } from './origin.ts'

/** How many proxies are in front of Bellhop, or their networks. */
export type TrustedProxies =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'networks'; readonly networks: BlockList }

/** The address of the client that made the request. */
export type ClientAddress = (c: Context) => string

/**
 * Behind a proxy, every connection has the proxy's address, and `x-forwarded-for` contains that of the
 * client. Anybody can send that header, so only the entries that trusted proxies added to it count.
 */
export function createClientAddress(trusted: TrustedProxies): ClientAddress {
  return (c) => {
    const peer = peerOf(c)
    const forwarded = c.req.header('x-forwarded-for')
    if (forwarded === undefined) return peer
    // In the order of the way: the client first, the nearest proxy last.
    const hops = [...forwarded.split(',').slice(-MOST_HOPS).map(withoutPort), peer]
    return trusted.kind === 'count'
      ? (hops.at(-1 - trusted.count) ?? hops[0] ?? peer)
      : (hops.findLast((hop) => !isIn(trusted.networks, hop)) ?? hops[0] ?? peer)
  }
}

const MOST_HOPS = 20

function withoutPort(hop: string): string {
  const address = hop.trim().slice(0, 64)
  const [, bare = address] = /^\[(.+)\](?::\d+)?$|^/.exec(address) ?? []
  return isIP(bare) ? bare : bare.replace(/:\d+$/, '')
}

function isIn(networks: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  const family = isIP(plain)
  return family !== 0 && networks.check(plain, family === 6 ? 'ipv6' : 'ipv4')
}
