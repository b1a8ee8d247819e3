import { isIP } from 'node:net'
import { z } from 'zod'
import { entriesOf } from './list-settings.ts'

/** The number of trusted proxies, or their addresses and networks. */
export const trustedProxies = z.string().transform((value, context): number | readonly string[] => {
  if (/^\d$/.test(value)) return Number(value)
  const networks = entriesOf(value)
  if (networks.length > 0 && networks.every(isNetwork)) return networks
  context.addIssue(
    'must be the number of proxies in front of Bellhop (1 to 9), or their networks such as 10.0.0.0/8,fd00::/8',
  )
  return z.NEVER
})

/** An IP address, alone or with the length of its network prefix. */
function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/')
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return (
    rest.length === 0 &&
    longest > 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  )
}
