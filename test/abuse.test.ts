import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_LIMITS } from '../src/domain/sending-limits.ts'
import { playAttack } from './abuse/attack.ts'
import { ENGINES } from './support/engines.ts'
import { FULL } from './support/full.ts'
import { openPeople, type People } from './support/people.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
// How often the attacker asks.
const STEP = 5 * MINUTE
const SCALE = FULL
  ? { attackNumbers: 1_000, realUsers: 100, bombs: 80 }
  : { attackNumbers: 150, realUsers: 20, bombs: 20 }
// For each of the five ranges.
const MOST_OF_NEW_RANGES = 5 * 20

/** The figures of docs/abuse.md come from the long form. */
function show(figures: string): void {
  if (FULL) process.stdout.write(`${figures}\n`)
}

describe.each(ENGINES)('an attack on %s', (engine) => {
  it('by pumping and on one address at once costs little, and nobody else notices', async () => {
    const damage = await playAttack(engine, SCALE)
    show(`${engine}: ${JSON.stringify(damage)}`)
    expect(damage.refused).toEqual([])
    expect(damage.smsToAttackNumbers).toBeLessThanOrEqual(MOST_OF_NEW_RANGES)
    expect(damage.segments).toBe(damage.smsToAttackNumbers + SCALE.realUsers)
    // 5 codes and 3 invitations.
    expect(damage.emailsToVictim).toBeLessThanOrEqual(8)
  }, 900_000)
})

describe.each(ENGINES)('somebody whose address is bombed on %s', (engine) => {
  let people: People
  beforeAll(async () => {
    people = await openPeople(engine)
  })
  afterAll(() => people[Symbol.asyncDispose]())

  /** Minutes until a code that was asked for now, or a newer one, arrives. */
  async function waitsFor(
    core: ReturnType<People['openCore']>,
    id: string,
    { step = MINUTE, bomb = async () => {} } = {},
  ) {
    const asked = people.clock
    const arrived = () => people.resend.accepted.filter(({ at }) => at.getTime() >= asked).length
    await core.work()
    while (arrived() === 0 && people.clock < asked + 25 * HOUR) {
      people.clock += step
      await bomb()
      await core.settle()
    }
    expect((await core.status(id)).status).toMatch(/sent|skipped|superseded/)
    return Math.round((people.clock - asked) / MINUTE)
  }

  it('gets a code as soon as the window has moved on', async () => {
    const core = people.openCore({ limits: DEFAULT_LIMITS })
    const victim = people.person('email', core)
    for (let n = 0; n < 40; n++) await victim.send()
    people.clock += MINUTE
    const id = await victim.ask()
    const minutes = await waitsFor(core, id)
    expect(minutes).toBeLessThanOrEqual(10)
    expect((await core.status(id)).status).toBe('sent')
  })

  it('is never locked out: a code arrives within the hour, however long it goes on', async () => {
    people.clock += 48 * HOUR
    const core = people.openCore({ limits: DEFAULT_LIMITS })
    const victim = people.person('email', core)
    const started = people.clock
    const before = people.resend.accepted.length
    const bomb = async () => {
      await victim.send()
    }
    const waits: number[] = []
    const hours = FULL ? 24 : 4
    while (people.clock < started + hours * HOUR) {
      await bomb()
      waits.push(await waitsFor(core, await victim.ask(), { step: STEP, bomb }))
    }
    const sent = people.resend.accepted.length - before
    show(`${engine}: ${sent} emails in ${hours} hours, longest wait ${Math.max(...waits)} minutes`)
    expect(Math.max(...waits)).toBeLessThanOrEqual(65)
    expect(sent).toBeLessThanOrEqual(20 + hours)
  }, 900_000)
})
