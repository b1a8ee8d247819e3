import { inject } from 'vitest'
import { type RunningBellhop, startBellhop } from './bellhop.ts'
import { createTestDatabase } from './engines.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

/** The service on a PostgreSQL from which a test can cut it off. */
export interface BellhopBehindProxy extends AsyncDisposable {
  readonly bellhop: RunningBellhop
  readonly proxy: TcpProxy
}

export async function startBehindProxy(): Promise<BellhopBehindProxy> {
  await using stack = new AsyncDisposableStack()
  const home = stack.use(await createTestDatabase('postgres'))
  const proxy = stack.use(await startTcpProxy(inject('postgres')?.url ?? ''))
  const reach = { databasePort: proxy.port, databaseTimeoutMs: 5_000 }
  const bellhop = stack.use(await startBellhop(home, {}, reach))
  const started = stack.move()
  return { bellhop, proxy, [Symbol.asyncDispose]: () => started.disposeAsync() }
}
