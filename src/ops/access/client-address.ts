import { type BlockList, isIP } from 'node:net'
import type { Context } from 'hono'
import { peerOf } from './origin.ts'

/** How many proxies stand before us, or where they are. */
export type TrustedProxies =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'networks'; readonly networks: BlockList }

/** Tells whose request it is. */
export type ClientAddress = (c: Context) => string

/**
 * The address of whoever asks. Behind a proxy everybody has its address, and `x-forwarded-for` says
 * whose it is: but anybody can write that header, so that only what trusted proxies have added to it
 * counts.
 */
export function createClientAddress(trusted: TrustedProxies): ClientAddress {
  return (c) => {
    const peer = peerOf(c)
    const forwarded = c.req.header('x-forwarded-for')
    if (forwarded === undefined) return peer
    // The nearest last, the peer itself at the end.
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
