import { openPostgres } from '../../src/store/engine/open-postgres.ts'
import { OPS_TOKEN, SECRET } from '../support/bellhop.ts'
import { type Home, openHome } from '../support/home.ts'
import { startPgBouncer } from '../support/pgbouncer.ts'
import { openProviders, type Providers } from '../support/providers.ts'
import { installTransitionGuard } from '../support/transition-guard.ts'

export const CRON_SECRET = 'a-secret-for-the-cron-job'

/** What the processes of the app need: a migrated database behind PgBouncer in transaction mode, and providers. */
export interface Environment extends AsyncDisposable {
  readonly env: Readonly<Record<string, string>>
  readonly providers: Providers
}

/** The database refuses a change of a status that is not allowed. */
export async function openEnvironment(
  options: Parameters<typeof openProviders>[0] = {},
): Promise<Environment> {
  await using stack = new AsyncDisposableStack()
  const home = stack.use(await openHome('postgres'))
  await prepare(home)
  const bouncer = stack.use(await startPgBouncer('transaction'))
  const providers = stack.use(await openProviders(options))
  const env = {
    ...providers.env,
    DATABASE_URL: bouncer.through(home.env.DATABASE_URL ?? ''),
    CLERK_WEBHOOK_SIGNING_SECRET: SECRET,
    APP_NAME: 'Acme',
    SUPPORT_EMAIL: 'help@acme.dev',
    OPS_TOKEN,
    CRON_SECRET,
  }
  const owned = stack.move()
  return { env, providers, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** As `bellhop migrate` does before a deployment. */
async function prepare({ env }: Home): Promise<void> {
  const { DATABASE_URL: url = '' } = env
  const database = await openPostgres(url, { onError: () => {} })
  await installTransitionGuard(database.db)
  await database.close()
}
