import { setTimeout as delay } from 'node:timers/promises'
import { openHome } from '../../test/support/home.ts'
import { openProviders } from '../../test/support/providers.ts'
import { megabytes } from '../support/figures.ts'
import type { System } from '../support/systems.ts'

const IDLE_MS = 60_000

/** The memory of the process a minute after its start: with an empty database, and with one that is there. */
export async function measureIdleMemory(system: System): Promise<string> {
  if (!system.engine) throw new Error('A system without a database has no first start.')
  await using providers = await openProviders()
  await using home = await openHome(system.engine)
  const idle: number[] = []
  for (let start = 0; start < 2; start++) {
    await using service = await system.start(home, providers.env)
    await delay(IDLE_MS)
    idle.push(await service.residentBytes())
  }
  const [first, later] = idle
  return `new ${megabytes(first ?? 0)}, existing ${megabytes(later ?? 0)}`
}
