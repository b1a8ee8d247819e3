import { type ClerkContact, CONTACT_DAYS } from '../domain/clerk-contact.ts'
import { type Check, fail, ok, type Result, skipped, warn } from './check.ts'
import type { SignedAnswer } from './clerk.ts'

/** `clerk.events`: events that Clerk itself has sent arrive with a good signature. */
export function eventsCheck(
  post: (signal: AbortSignal) => Promise<SignedAnswer>,
  now: () => Date,
): Check {
  return {
    id: 'clerk.events',
    async run(signal) {
      const answer = await post(signal)
      return answer.kind === 'answered' && answer.contact
        ? contactResult(answer.contact, now())
        : skipped('The service must answer first: see clerk.secret.')
    },
  }
}

const COPY_SECRET =
  'Copy the Signing Secret of the endpoint again from the Clerk Dashboard > Webhooks into CLERK_WEBHOOK_SIGNING_SECRET, and check clock.'

function contactResult({ lastEventAt, refused }: ClerkContact, now: Date): Result {
  if (refused) {
    const { count, latestAt } = refused
    const webhooks = count === 1 ? '1 webhook' : `${count} webhooks`
    const seen = `The service has refused ${webhooks} because of the signature, the last one ${ago(latestAt, now)}`
    return lastEventAt
      ? warn(`${seen}. The last good one came ${ago(lastEventAt, now)}.`, COPY_SECRET)
      : fail(
          `${seen}, and has accepted none of Clerk in the last ${CONTACT_DAYS} days.`,
          COPY_SECRET,
        )
  }
  return lastEventAt
    ? ok(`The last event of Clerk came ${ago(lastEventAt, now)}.`)
    : warn(
        `No event of Clerk has come in the last ${CONTACT_DAYS} days.`,
        'Press Testing > Send Example on the page of the endpoint in the Clerk Dashboard > Webhooks, or sign in to your app.',
      )
}

const MINUTE_MS = 60_000

function ago(at: Date, now: Date): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / MINUTE_MS))
  if (minutes < 1) return 'less than a minute ago'
  if (minutes < 120) return `${minutes} min ago`
  return minutes < 48 * 60
    ? `${Math.floor(minutes / 60)} hours ago`
    : `${Math.floor(minutes / 1440)} days ago`
}
