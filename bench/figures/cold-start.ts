import { openHome } from '../../test/support/home.ts'
import { openProviders } from '../../test/support/providers.ts'
import { percentile, seconds } from '../support/figures.ts'
import type { System } from '../support/systems.ts'

const STARTS = 5

/** From the start of the process to `/readyz`, in the middle of five: an empty database, and a used one. */
export async function measureColdStart(system: System): Promise<string> {
  if (!system.engine) throw new Error('A system without a database has no first start.')
  await using providers = await openProviders()
  const first: number[] = []
  const later: number[] = []
  for (let start = 0; start < STARTS; start++) {
    await using home = await openHome(system.engine)
    for (const times of [first, later]) {
      await using service = await system.start(home, providers.env)
      times.push(service.startMs)
    }
  }
  return `new ${seconds(percentile(first, 0.5))}, existing ${seconds(percentile(later, 0.5))}`
}
