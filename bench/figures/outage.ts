import { setTimeout as delay } from 'node:timers/promises'
import { openResendServer, type ResendServer } from '../../test/support/resend-server.ts'
import { latencies, postCode } from '../support/arrivals.ts'
import { createClerk } from '../support/clerk.ts'
import { count } from '../support/figures.ts'
import { stream, until } from '../support/stream.ts'
import { BELLHOP_ON_POSTGRES, openSystem } from '../support/systems.ts'

const PER_SECOND = 20
const WARM_UP_SECONDS = 10
const SOON_MS = 30_000
// A stopped provider is tried every 15 s, and codes are put off for 8 s at most.
const AFTERWARDS_MS = 60_000
const STAND_BY_KEY = 're_standby'

/** What became of the codes that were posted during the outage. */
export interface Survived {
  readonly posted: number
  readonly soon: string
  /** Until a minute after the outage. */
  readonly inTheEnd: string
}

/** 20 codes/s, each to another address, while nothing listens at the address of Resend for `minutes`. */
export async function measureOutage(minutes: number, withStandBy: boolean): Promise<Survived> {
  const servers: ResendServer[] = [await openResendServer({ keepContents: false })]
  const [first] = servers as [ResendServer]
  const standBy = await openResendServer({ keepContents: false, apiKey: STAND_BY_KEY })
  servers.push(standBy)
  await using service = await openSystem(BELLHOP_ON_POSTGRES, {
    RESEND_API_KEY: 're_test',
    RESEND_BASE_URL: first.url,
    EMAIL_FROM: 'Acme <login@auth.acme.dev>',
    SMS_TRANSPORT: 'capture',
    ...(withStandBy
      ? {
          EMAIL_STANDBY: 'resend',
          RESEND_STANDBY_API_KEY: STAND_BY_KEY,
          RESEND_STANDBY_BASE_URL: standBy.url,
        }
      : {}),
  })
  using clerk = createClerk(service.url)
  try {
    await stream(PER_SECOND, WARM_UP_SECONDS, () => postCode(clerk, new Map()))
    await delay(1_000)
    await first.close()
    const sentAt = new Map<string, number>()
    await stream(PER_SECOND, minutes * 60, () => postCode(clerk, sentAt))
    const port = Number(new URL(first.url).port)
    servers.push(await openResendServer({ keepContents: false, port }))
    const arrived = () =>
      latencies(
        sentAt,
        servers.flatMap(({ accepted }) => accepted),
      )
    await until(() => arrived().length === sentAt.size, AFTERWARDS_MS)
    const share = (part: number) => `${count(part)} (${((100 * part) / sentAt.size).toFixed(1)} %)`
    return {
      posted: sentAt.size,
      soon: share(arrived().filter((ms) => ms <= SOON_MS).length),
      inTheEnd: share(arrived().length),
    }
  } finally {
    await Promise.all(servers.map((server) => server.close()))
  }
}
