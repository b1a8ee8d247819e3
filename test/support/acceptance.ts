import { v7 } from 'uuid'
import type { Acceptance } from '../../src/store/message/accept.ts'

/** What is stored of an event with a code; `more` are other columns of its message. */
export function accepted(now: Date, more: object = {}): Acceptance {
  const [svixId, id] = [v7(), v7()]
  const common = { instanceId: 'ins_test', userId: null, occurredAt: now, reason: null }
  return {
    event: {
      ...common,
      id: v7(),
      endpoint: 'clerk',
      svixId,
      type: 'email.created',
      receivedAt: now,
      outcome: 'accepted',
    },
    message: {
      ...common,
      id,
      channel: 'email',
      slug: 'verification_code',
      kind: 'code',
      dedupeKey: id,
      recipient: `${id}@mail.dev`,
      example: false,
      status: 'queued',
      detail: null,
      priority: 40,
      createdAt: now,
      expiresAt: new Date(now.getTime() + 600_000),
      dueAt: now,
      content: { variables: {}, clerk: {} },
      finishedAt: null,
      ...more,
    },
    savedUser: null,
    deletedUser: null,
  }
}
