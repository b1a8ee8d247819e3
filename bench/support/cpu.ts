import type { Engine } from '../../test/support/engines.ts'
import { cpuSecondsOfAll } from './processes.ts'
import type { Service } from './service.ts'

/**
 * Reads the processor's clock; what is returned tells what the services, and PostgreSQL where it is
 * their engine, have used since, per message.
 */
export async function watchCpu(
  services: readonly Service[],
  engine: Engine | null,
): Promise<(messages: number) => Promise<string>> {
  async function seconds() {
    const each = await Promise.all(services.map((service) => service.cpuSeconds()))
    return {
      services: each.reduce((sum, used) => sum + used, 0),
      database: engine === 'postgres' ? await cpuSecondsOfAll('postgres') : 0,
    }
  }
  const before = await seconds()
  return async (messages) => {
    const after = await seconds()
    const ms = (used: number) => `${((used / messages) * 1000).toFixed(2)} ms`
    const database = after.database - before.database
    return `${ms(after.services - before.services)}${database > 0 ? ` + ${ms(database)} PostgreSQL` : ''}`
  }
}
