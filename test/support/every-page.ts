import { v7 } from 'uuid'
import type { Db } from '../../src/store/engine/database.ts'
import type { RunningBellhop } from './bellhop.ts'
import { emailCreated, smsCreated } from './clerk-events.ts'
import { addFailed, addMessage } from './ledger-rows.ts'
import { furnish } from './operations-scene.ts'

export interface ShownPage {
  readonly name: string
  readonly path: string
}

const LONG = 'a-long-word-'.repeat(8)

/** Stores one of everything that pages show, and lists all pages. A new page gets its line here. */
export async function everyPage(bellhop: RunningBellhop): Promise<readonly ShownPage[]> {
  const { db } = bellhop.database
  const now = new Date()
  const { troubled } = await furnish(db, now)
  await addLongValues(db)
  const { email, sms, own } = await addCaptured(bellhop)
  const since = new Date(now.getTime() - 3_600_000).toISOString()
  return [
    { name: 'outbox', path: '/' },
    { name: 'outbox, nothing found', path: '/?q=nobody-at-all' },
    { name: 'outbox, an email', path: `/outbox/${email}` },
    { name: 'outbox, links', path: `/outbox/${own}?view=links` },
    { name: 'outbox, headers', path: `/outbox/${email}?view=headers` },
    { name: 'outbox, source', path: `/outbox/${email}?view=source` },
    { name: "outbox, beside Clerk's", path: `/outbox/${email}?view=clerk` },
    { name: 'outbox, written again', path: `/outbox/${email}?lang=de&phone=1` },
    { name: 'outbox, an SMS', path: `/outbox/${sms}` },
    { name: 'outbox, a message that is gone', path: `/outbox/${v7()}` },
    { name: 'templates', path: '/templates' },
    { name: 'templates, an SMS', path: '/templates?message=sms:verification_code' },
    { name: 'overview', path: '/overview' },
    { name: 'messages', path: '/messages' },
    { name: 'messages, a wrong filter', path: '/messages?status=lost' },
    { name: 'messages, nothing found', path: '/messages?slug=nothing' },
    { name: 'message', path: `/messages/${troubled}` },
    { name: 'send failed messages again', path: `/messages/resend-failed?since=${since}` },
    { name: 'suppressions', path: '/suppressions' },
    { name: 'suppressions, a search', path: '/suppressions?q=eve&done=allowed' },
    { name: 'limits', path: '/limits' },
    { name: 'erase a person', path: '/audit/erase' },
    { name: 'sign-in, where there is none', path: '/login' },
    { name: 'audit', path: '/audit' },
    { name: 'doctor', path: '/doctor' },
    { name: 'an unknown address', path: '/nothing-here' },
  ]
}

/** Values that are longer than a line, and a second instance, so that the pages show instances. */
async function addLongValues(db: Db): Promise<void> {
  await addFailed(db, { instanceId: 'ins_2abcdefghijklmnopqrstuvwxyz' })
  await addMessage(db, {
    status: 'sent',
    slug: LONG,
    recipient: `${'a'.repeat(60)}@${LONG}example.com`,
    template: 'clerk',
    fallback: 'unknown_slug',
  })
  await db
    .insertInto('suppressions')
    .values({
      channel: 'email',
      address: `${'b'.repeat(60)}@${LONG}example.com`,
      reason: 'bounce',
      source: 'resend',
      since: new Date(),
      messageId: null,
    })
    .execute()
}

async function addCaptured({ post, reaches }: RunningBellhop) {
  const capture = async (event: unknown): Promise<string> => {
    const { answer } = await post(event)
    await reaches(answer.messageId, 'sent')
    return String(answer.messageId)
  }
  const body = '<p><a href="http://bit.ly/x">Go</a> <a href="https://acme.dev/">Home</a></p>'
  return {
    own: await capture(emailCreated({ slug: LONG, subject: LONG, body, body_plain: 'Go' })),
    email: await capture(emailCreated({ data: { otp_code: '173205' } })),
    sms: await capture(smsCreated()),
  }
}
