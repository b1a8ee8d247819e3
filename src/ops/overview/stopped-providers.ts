import type { Channel } from '../../domain/message.ts'
import type { Lane } from '../../store/views/overview.ts'
import { nameOf } from './providers-in-use.ts'
import { DOCTOR, type Facts, type Verdict } from './verdict.ts'
import { waitingText } from './waiting-text.ts'

const WORDS = {
  email: { one: 'email', many: 'Emails' },
  sms: { one: 'SMS', many: 'SMS' },
} as const

/** The providers that are stopped, and what that means for their channel. */
export function stoppedProviders({ providers, lanes, now }: Facts): Verdict[] {
  return providers.flatMap((one): Verdict[] => {
    if (!one.stop) return []
    const { cause, since } = one.stop
    const common = {
      cause: `The cause is ${causeText(cause)}.`,
      since: since && since > now ? null : since,
      link: DOCTOR,
    }
    const name = nameOf(one.provider)
    const other = providers.find(
      ({ channel, role }) => channel === one.channel && role !== one.role,
    )
    if (one.role === 'stand-by' && !other?.stop) {
      const means = `${WORDS[one.channel].many} are sent, but nothing would take over.`
      const title = `The stand-by is stopped: ${name}`
      return [{ ...common, about: 'stand_by', tone: 'warn', title, means }]
    }
    if (one.role === 'stand-by') return []
    if (other && !other.stop) {
      const title = `${name} is stopped, and the stand-by has taken over`
      const means = `${nameOf(other.provider)} sends the emails now.`
      return [{ ...common, about: 'provider', tone: 'warn', title, means }]
    }
    const title = other ? `${name} and its stand-by are stopped` : `${name} is stopped`
    const waiting = countOf(lanes, one.channel)
    const means = `No ${WORDS[one.channel].one} is sent. ${waitingText(waiting)} Codes expire while they wait.`
    return [{ ...common, about: 'provider', tone: 'bad', title, means }]
  })
}

function causeText(cause: string): string {
  if (cause === 'unreachable') return 'that it cannot be reached'
  if (cause === 'doubtful_answers') return 'that its answers leave in doubt what it took'
  return `its answer ${cause}`
}

function countOf(lanes: readonly Lane[], channel: Channel): number {
  return lanes.reduce((sum, lane) => sum + (lane.channel === channel ? lane.count : 0), 0)
}
