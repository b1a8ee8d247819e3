import { describe, expect, inject, it } from 'vitest'
import { CRASH_POINTS } from './chaos/crash.ts'
import { post } from './chaos/post.ts'
import { MESSAGES_PER_ROUND } from './chaos/round.ts'
import { runChaos } from './chaos/run-chaos.ts'
import { createService } from './chaos/service.ts'
import { OPS_TOKEN, SECRET } from './support/bellhop.ts'
import { emailCreated } from './support/clerk-events.ts'
import { ENGINES, type Engine } from './support/engines.ts'
import { FULL } from './support/full.ts'
import { openFolder, openHome } from './support/home.ts'
import { openProviders } from './support/providers.ts'

const ENTRY = ['../dist/src/main.js']
const ROUNDS = 20

const NOTHING_WRONG = {
  lost: [],
  failed: [],
  emailsTwice: [],
  smsTwice: [],
  movedInDoubt: [],
  accidents: [],
}

const homeFor = (engine: Engine) =>
  engine === 'pglite' ? openFolder(inject('dataDir')) : openHome(engine)

describe.each(ENGINES)('a process on %s that is killed', (engine) => {
  // Many more rounds: npm run chaos
  it.runIf(FULL)(
    `loses nothing and sends nothing twice (rounds: ${ROUNDS})`,
    async () => {
      await using home = await homeFor(engine)
      const result = await runChaos({
        seed: 1,
        rounds: ROUNDS,
        entry: ENTRY,
        clearDoubts: false,
        instances: engine === 'pglite' ? 1 : 2,
        env: home.env,
      })
      expect(result).toMatchObject({
        ...NOTHING_WRONG,
        messages: ROUNDS * MESSAGES_PER_ROUND,
      })
    },
    900_000,
  )

  it('sends each message once, whichever of the named points it dies at', async () => {
    await using home = await homeFor(engine)
    await using providers = await openProviders()
    const secrets = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }
    const service = await createService({ ...home.env, ...providers.env, ...secrets }, ENTRY)
    const ids: string[] = []
    try {
      await service.start()
      for (const point of CRASH_POINTS) {
        await service.arm({ point, occasion: 1 })
        const posted = post([service.url], 0, `msg_${point}`, emailCreated())
        expect(await service.gone(20_000), point).toBe(true)
        await service.start()
        ids.push((await posted).messageId)
      }
      const sent = () => providers.resend.accepted.map(({ tags }) => tags.message_id).sort()
      await expect.poll(sent, { timeout: 60_000 }).toEqual(ids.sort())
    } finally {
      await service.kill()
    }
    expect(service.accidents).toEqual([])
  }, 300_000)
})

it.runIf(FULL).each(['smtp', 'resend'] as const)(
  'processes that are killed while Resend fails and %s stands by send nothing twice',
  async (standBy) => {
    await using home = await openHome('postgres')
    const common = { seed: 1, rounds: ROUNDS, entry: ENTRY, clearDoubts: false, instances: 2 }
    const result = await runChaos({ ...common, standBy, env: home.env })
    expect(result).toMatchObject({ ...NOTHING_WRONG, messages: ROUNDS * MESSAGES_PER_ROUND })
    expect(result.atStandBy).toBeGreaterThan(0)
  },
  900_000,
)
