import type { Random } from '../simulation/random.ts'
import type { Fault } from '../support/fault.ts'

/** A fault of a provider in one request. */
export function faultOf(random: Random): Fault {
  return random.pick<Fault>([
    { kind: 'answer', status: 429 },
    { kind: 'answer', status: 500 },
    { kind: 'answer', status: 503 },
    { kind: 'reset' },
    { kind: 'reset_after_accepting' },
    { kind: 'truncated' },
    { kind: 'late', wait: 100 + random.below(1_200) },
  ])
}

/** A fault after which nobody knows whether the message was taken. Mostly it was. */
export function doubtfulFault(random: Random): Fault {
  return random.pick<Fault>([
    { kind: 'fails_after_accepting', status: 500 },
    { kind: 'fails_after_accepting', status: 503 },
    { kind: 'reset_after_accepting' },
    { kind: 'truncated' },
    { kind: 'answer', status: 500 },
    { kind: 'reset' },
  ])
}

/** Whether the provider has certainly taken nothing of a request with this fault. */
export function isCertain(fault: Fault | null): boolean {
  return fault?.kind === 'answer' && [401, 429].includes(fault.status)
}
