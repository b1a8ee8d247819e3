import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { startBellhop } from '../support/bellhop.ts'
import { emailCreated } from '../support/clerk-events.ts'
import { createTestDatabase, ENGINES } from '../support/engines.ts'
import { openProviders } from '../support/providers.ts'

describe.each(ENGINES)('a message whose job is lost, on %s', (engine) => {
  it('is found by the sweep and delivered', async () => {
    await using home = await createTestDatabase(engine)
    await using providers = await openProviders()
    await using bellhop = await startBellhop(home, providers.env)
    // The first answer puts the message back for five seconds. Its job disappears meanwhile.
    providers.resend.faults.next({ kind: 'answer', status: 429, headers: { 'retry-after': '5' } })
    const { answer } = await bellhop.post(emailCreated())
    await bellhop.isPutBack(answer.messageId, 'rate_limit_exceeded')
    await sql`delete from bellhop_queue.job`.execute(bellhop.database.db)
    expect(await bellhop.reaches(answer.messageId, 'sent')).toMatchObject({ attempts: 2 })
    expect(providers.resend.accepted).toHaveLength(1)
  })
})
