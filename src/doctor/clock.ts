import { type Asker, ask } from './ask.ts'
import { type Check, fail, ok, skipped, warn } from './check.ts'

const WARN_S = 30
// Clerk's signatures are refused after five minutes.
const FAIL_S = 240
const FIX = 'Let this machine set its clock by NTP, such as with timedatectl set-ntp true.'

/** The clock of this machine, seconds from another one, with what is too much. */
export function clockResult(apartS: number, other: string): ReturnType<typeof ok> {
  const distance = Math.round(Math.abs(apartS))
  const message = `The clock of this machine is ${distance} s ${apartS < 0 ? 'behind' : 'ahead of'} that of ${other}.`
  if (distance > FAIL_S) return fail(message, FIX)
  return distance > WARN_S ? warn(message, FIX) : ok(message)
}

/** `clock`: this machine's clock, compared with the `Date` header of a provider's answer. */
export function clockCheck(
  source: { readonly name: string; readonly asker: Asker } | null,
  now: () => Date,
): Check {
  return {
    id: 'clock',
    async run(signal) {
      if (!source) return skipped('No provider is asked, so there is no clock to compare with.')
      const before = now().getTime()
      const reply = await ask(source.asker, '/', signal)
      const middle = (before + now().getTime()) / 2
      const date = reply.kind === 'answered' ? Date.parse(reply.headers.get('date') ?? '') : NaN
      if (Number.isNaN(date)) return skipped(`${source.name} did not tell the time.`)
      return clockResult((middle - date) / 1_000, source.name)
    },
  }
}
