import { describe, expect, it } from 'vitest'
import { CRASH_POINTS } from './chaos/crash.ts'
import { post } from './chaos/post.ts'
import { MESSAGES_PER_ROUND } from './chaos/round.ts'
import { runChaos } from './chaos/run-chaos.ts'
import { createService } from './chaos/service.ts'
import { OPS_TOKEN, SECRET } from './support/bellhop.ts'
import { emailCreated } from './support/clerk-events.ts'
import { ENGINES } from './support/engines.ts'
import { openHome } from './support/home.ts'
import { openProviders } from './support/providers.ts'

const entry = ['--import', 'tsx', 'src/main.ts']

describe.each(ENGINES)('a process on %s that is killed', (engine) => {
  // The short form; the long one is npm run chaos.
  it('again and again loses nothing and sends nothing twice', async () => {
    await using home = await openHome(engine)
    const rounds = 6
    const result = await runChaos({
      seed: 1,
      rounds,
      entry,
      clearDoubts: false,
      instances: engine === 'pglite' ? 1 : 2,
      env: home.env,
    })
    const { lost, failed, twiceAtResend, twiceAtTwilio, accidents, messages } = result
    expect({ lost, failed, twiceAtResend, twiceAtTwilio, accidents }).toEqual({
      lost: [],
      failed: [],
      twiceAtResend: [],
      twiceAtTwilio: [],
      accidents: [],
    })
    expect(messages).toBe(rounds * MESSAGES_PER_ROUND)
  }, 180_000)

  it('dies at each of the points that are named', async () => {
    await using home = await openHome(engine)
    await using providers = await openProviders()
    const secrets = { CLERK_WEBHOOK_SIGNING_SECRET: SECRET, OPS_TOKEN }
    const service = await createService({ ...home.env, ...providers.env, ...secrets }, entry)
    try {
      for (const point of CRASH_POINTS) {
        await service.start()
        await service.arm({ point, occasion: 1 })
        const posted = post([service.url], 0, `msg_${point}`, emailCreated())
        expect(await service.gone(20_000), point).toBe(true)
        await service.start()
        await posted
        await service.kill()
      }
    } finally {
      await service.kill()
    }
    expect(service.accidents).toEqual([])
  }, 180_000)
})
